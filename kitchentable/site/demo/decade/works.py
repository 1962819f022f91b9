"""What was worked on in the earlier years: what people said, what was answered, what was decided, and what they would tell the next team."""

from __future__ import annotations

from dataclasses import dataclass

from kitchentable.works.models import Group

LIVED, CARER = Group.LIVED, Group.CARER


@dataclass(frozen=True, slots=True)
class Old:
    """One piece of work. `starts`: years before today; `months`: how long, 0 for one that still runs.

    `said`: words of people; `grid`: halves of sentences that are put together for the rest. `answers`: outcome, words, because, who
    does it, days until it is done. `table`: group, side, who sits there, and from which month to which.
    """

    slug: str
    title: str
    line: str
    what: str
    ask: str
    can: str
    cannot: str
    starts: float
    months: int
    theme: tuple[str, str]
    weighed: str
    decision: str
    options: tuple[tuple[str, str, str, str], ...]
    because: str
    said: tuple[str, ...]
    grid: tuple[tuple[str, ...], tuple[str, ...]]
    answers: tuple[tuple[str, str, str, str, int], ...]
    table: tuple[tuple[str, Group, tuple[tuple[str, int, int], ...]], ...]
    gathering: str
    steps: tuple[int, ...]
    hoped: str = ""
    mood: str = ""
    helped: str = ""
    in_the_way: str = ""
    power: str = ""
    good: str = ""
    bad: str = ""
    tell_the_next: str = ""


MEALS = Old(
    "meals-at-home", "Meals at home", "What comes to the door, when, and whether it is warm.",
    "A new list of meals, and the times they come.", "Tell us about one meal that came to you.",
    "What is on the list\nWhen meals come", "The price of a meal, because the council sets it each March",
    9.7, 14, ("Cold food", "Meals that come cold or late"), "The round was cut in two, so that the last meal is 40 minutes from the kitchen.",
    "How the round is driven",
    (("Two short rounds", "£21,000 a year", "Food comes warm.", "Ten people eat at half past one."), ("One round as now", "Nothing", "Nobody changes.", "The last twenty meals are cold.")),
    "Twenty people ate cold food each day, and they said it in so many words.",
    (
        "It comes at eleven. I am not hungry at eleven.", "Mashed potato again, and again, and again.",
        "The man who brings it is the only one I speak to all day. Do not take him off the round.", "I cannot open the lid. I wait for my daughter.",
        "My mother is Hindu. Nobody asked.", "Fish on Friday was good. It stopped, and nobody said why.",
        "The soup is cold when it comes up our lane. We are last.", "I would like to choose. A tick on a card would do.",
        "He leaves it on the step when I am slow. Then the cat has it.", "Thank you for the big letters on the menu. Now I can read it.",
    ),
    (("On Mondays the meal", "In Mill Lane the meal", "At the weekend the meal", "Since May the meal"), ("comes cold.", "comes before I am up.", "is left outside.", "is always the same.", "is good, and I say so.")),
    (
        ("used", "From 1 June the round is driven in two halves. The van has a warm box for the last ten.", "", "Bethan", 60),
        ("partly", "There is a card to tick from July. It has six meals, not twelve.", "The kitchen can cook six a day.", "Bethan", 45),
        ("not_used", "Meals cannot come after two.", "The drivers are school drivers too, and schools end at three.", "", 0),
    ),
    (("People who get meals", LIVED, (("agnes", 0, 14), ("cyril", 0, 14), ("doreen", 0, 9), ("percy", 2, 14))), ("Unpaid carers", CARER, (("esme", 0, 14), ("uzma", 3, 14)))),
    "Lunch together: we eat what you eat", (4, 4, 5, 3, 4),
    "Warm food at a time when people are hungry", "That nobody feels like a burden",
    "We ate the meal ourselves.", "Papers came in small print, and late.", "Those who cook were not in the room.", "People choose now.", "Ten people eat later than they like.",
    "Eat what you ask about. Start with those at the end of the round.",
)  # fmt: skip

DAY_CENTRE = Old(
    "the-day-centre", "What we do at the day centre", "The week at Weir Street, made by those who spend it there.",
    "A new week for the day centre.", "Tell us what a good day there is.", "What happens on each day\nWho leads it", "The hours, because the bus runs at those times",
    8.9, 12, ("Say in the day", "People want to choose what they do"), "Each month a meeting of members sets the next month.",
    "Who makes the week",
    (("Members make it each month", "£2,000 a year for help", "It is theirs.", "Some days will go wrong."), ("Staff make it", "Nothing", "It is quick.", "Bingo.")),
    "Members asked for it, and two of them offered to lead.",
    (
        "I do not like bingo. I have never liked bingo.", "I want to cook. Real food, not biscuits.", "The music is too loud for me to think.",
        "I come for the people. You can leave the rest.", "Who locked the garden?", "When I shout, they think I am cross. I am deaf.",
        "The bus comes at ten and goes at two. That is not a day.", "I led the singing. I was good at it.", "My brother needs somebody who knows him. They change each week.",
        "There is no quiet room.",
    ),
    (("On Tuesdays", "In the afternoon", "When it rains", "Before lunch"), ("there is nothing to do.", "I would like to paint.", "it is too loud.", "somebody new comes and does not say their name.", "I laugh more than anywhere.")),
    (
        ("used", "The garden is open from 1 May, and Rhian has the key.", "", "Rhian", 30),
        ("partly", "There is a cooking group on Thursdays for eight people, not for all.", "The kitchen holds eight.", "Morwenna", 40),
        ("later", "The bus is looked at again when its contract ends.", "", "Mr Hale", 0),
    ),
    (("People who come to the centre", LIVED, (("olive", 0, 12), ("percy", 0, 12), ("kofi", 0, 12), ("cyril", 1, 12), ("stan", 2, 8))), ("Families", CARER, (("esme", 0, 12), ("leena", 0, 12)))),
    "A day at the centre, with no plan", (6, 6, 5, 7, 6),
    "Members make the week", "That people look forward to Monday",
    "Members led two of the four meetings.", "The first papers were not in Easy Read.", "Staff found it hard to be quiet.", "Olive leads the singing.", "One worker left.",
    "Let members lead the second meeting. Do not wait for the last.",
)  # fmt: skip

HOSPITAL = Old(
    "getting-to-the-hospital", "Getting to the hospital", "Two buses, one taxi, and a letter that says nine o’clock.",
    "A way to get to the county hospital without a car.", "Tell us how you got there the last time.", "What the council pays for\nWhere the bus stops", "When clinics are, because the hospital sets them",
    8.0, 15, ("Times that do not fit", "Appointments before the first bus"), "The first bus leaves 50 minutes earlier, and the letter says which bus to take.",
    "What we pay for",
    (("An earlier bus", "£38,000 a year", "People get there by nine.", "The late bus stops."), ("Taxi vouchers", "£52,000 a year", "From door to door.", "For 200 people, not for all.")),
    "The bus helps more people for less, and those who cannot use it get a lift from the volunteers’ cars.",
    (
        "My appointment was at nine. The first bus gets in at twenty past.", "The taxi cost £34. I did not go to the second appointment.",
        "The driver knows me and waits. The new one does not.", "I sat four hours for a lift home, in a chair that hurts.", "They rang my mobile. I am deaf.",
        "My wheelchair does not fit with a pram, and there is one place.", "I care for two. Who sits with one while I take the other?", "The letter came after the day.",
        "Volunteers are kind. They are also eighty.", "The shelter has no seat.",
    ),
    (("For the eye clinic", "For the blood test", "On the way home", "With my mother"), ("I needed two buses and an hour.", "nobody could say when the lift would come.", "I paid for a taxi.", "there was no seat at the stop.", "it went well, and I want to say so.")),
    (
        ("used", "From September the first bus leaves at 7.40 and stops at the main door.", "", "Idris", 70),
        ("passed", "Appointment letters are written by the hospital. Ms Wynn there has your words.", "", "", 0),
        ("not_used", "We cannot pay for each taxi.", "It would cost £52,000, and there are £40,000.", "", 0),
    ),
    (("People who go without a car", LIVED, (("agnes", 0, 15), ("doreen", 0, 6), ("murdo", 0, 15), ("noor", 0, 15), ("imran", 2, 15))), ("Unpaid carers", CARER, (("esme", 0, 15), ("uzma", 0, 15), ("jeannie", 4, 15)))),
    "On the bus together, with a stopwatch", (5, 4, 5, 5, 4),
    "To be there in time without a car", "Less worry the night before",
    "We rode the bus with the one who decides.", "The hospital never came.", "We had no say over the letters, and they were half of it.", "The early bus.", "The late bus stopped, and evening visits got hard.",
    "Get the other organisation to the table before you start.",
)  # fmt: skip

HAZEL_HOUSE = Old(
    "weekends-at-hazel-house", "Respite: weekends at Hazel House", "A weekend away, for the one who cares and for the one who is cared for.",
    "What a weekend at Hazel House is like, and who gets one.", "Tell us about a weekend there, or about one you did not get.",
    "How you book\nWhat happens there", "How many beds there are, because the house has nine",
    7.1, 16, ("Booking a break", "Respite that cannot be booked when it is needed"), "Half of the beds are kept back for bookings in the same month.",
    "How beds are given",
    (("Half by need in the same month", "£9,000 a year", "Those at the end of their strength get one.", "Fewer can plan a year ahead."), ("A year ahead for all", "Nothing", "Everyone can plan.", "Full by February.")),
    "Carers said that they cannot know in January when they will break in June.",
    (
        "I booked in January for August. In March I was in pieces.", "He came back without his hearing aids.", "It is the only sleep I get.",
        "Nobody asked him whether he wants to go.", "The night staff were from an agency. He was afraid.", "I spent my break on the phone with them.",
        "I loved it. There was a dog.", "Friday at four is when I am at work.", "They had no hoist that fits, so I stayed and did it myself. That is not a break.",
        "You asked us this two years ago.",
    ),
    (("For a weekend break", "When I rang for respite", "At night", "On the Friday"), ("there was no bed.", "nobody knew what he eats.", "they were kind.", "I was told to ring again in March.", "I slept for the first time in weeks.")),
    (
        ("used", "From 1 April half of the beds can be booked in the same month.", "", "Idris", 50),
        ("partly", "A second hoist is there from May. The bath waits for next year’s money.", "There were £6,000.", "Bethan", 60),
        ("later", "Night staff: we look again when the contract ends.", "", "Mr Hale", 0),
        ("not_used", "A tenth bed cannot be had.", "Fire rules let nine people sleep there.", "", 0),
    ),
    (("Unpaid carers", CARER, (("esme", 0, 16), ("uzma", 0, 16), ("leena", 0, 16), ("jeannie", 0, 16), ("rhian", 3, 16))), ("People who stay there", LIVED, (("kofi", 0, 16), ("olive", 0, 16), ("vic", 5, 16)))),
    "A cup of tea at Hazel House", (5, 5, 6, 4, 5, 6),
    "A break that can be had when it is needed", "To be believed",
    "We met at the house, and those who stay there showed us round.", "The budget was settled before we began.", "One commissioner listened, and then left.", "Same-month beds.", "Families who plan ahead lost out, and nobody had thought of them.",
    "Ask those who stay there first, and alone. Write down what is promised before somebody leaves.",
)  # fmt: skip

PAYMENTS = Old(
    "direct-payments", "Direct payments made simpler", "Your money, your help, and a form of 34 pages.",
    "A shorter form, and help with being an employer.", "Tell us where you got stuck.", "The form\nThe help\nHow often you must send papers", "That accounts are checked, because the law says so",
    6.2, 13, ("Paperwork", "Forms and papers that take too long"), "Papers are sent twice a year, and the form has nine pages.",
    "How accounts are checked",
    (("Twice a year", "£4,000 a year", "Less paper.", "Mistakes are found later."), ("Each month as now", "Nothing", "Mistakes are found soon.", "People give up.")),
    "Fourteen people had given their payments back because of the papers.",
    (
        "I employ four people. Nobody taught me how.", "The form asks for my bank statement. In print. Each month.", "I gave it back. I could not sleep for the papers.",
        "My PA is the best thing in my life.", "What is a contingency? I looked it up.", "They rang to say I had saved too much. I was saving for a hoist.",
        "The helpline is open when I am being washed.", "I cannot see the form. I cannot see the help page about the form.", "My sister does it all. It is a job.",
        "You trust me with my life, but not with £40.",
    ),
    (("The form", "The helpline", "The yearly check", "Paying my PA"), ("takes me three evenings.", "is not in large print.", "makes me afraid of a mistake.", "got better this year.", "is why my friend gave up.")),
    (
        ("used", "The new form has nine pages, and it is there in large print and Easy Read from October.", "", "Gill", 60),
        ("used", "You may keep eight weeks of money before anybody asks.", "", "Gill", 20),
        ("not_used", "Nobody can leave the yearly check out.", "The Care Act rules ask for it.", "", 0),
    ),
    (("People with direct payments", LIVED, (("thea", 0, 13), ("imran", 0, 13), ("vic", 0, 13), ("winston", 0, 13), ("harriet", 0, 13))), ("Families who help", CARER, (("leena", 0, 13), ("farouk", 0, 10)))),
    "We fill in the form together, aloud", (6, 5, 6, 6, 7, 6),
    "A form that one person can do alone", "To feel trusted",
    "The one who wrote the form filled it in before us.", "Finance joined only at the third meeting.", "The word “misuse” was in every letter. It is gone.", "Nine pages.", "The short form hides the help for new employers.",
    "Bring finance on the first day. They were the best of us.",
)  # fmt: skip

LIBRARY = Old(
    "a-library-for-everyone", "A library for everyone", "A door that opens, a chair that fits, and a place to be quiet.",
    "The rebuilding of the library, with those who could not get in.", "Tell us what would bring you in.", "Rooms, doors, chairs and hours", "The walls, because the house is listed",
    5.4, 15, ("Getting in and staying", "Doors, chairs, toilets and noise"), "The side door opens by itself, and there is a quiet room and a Changing Places toilet.",
    "What the money is spent on",
    (("Door, toilet, quiet room", "£118,000", "People who never came can come.", "No new café."), ("A café", "£110,000", "It earns money.", "The same people as before.")),
    "Those at the table showed the councillors how far they get with the door as it was.",
    (
        "I have lived here for thirty years, and I have never been inside.", "The lights hum.", "There is a ramp, and bins stand on it.", "I come for the warmth. In both senses.",
        "Children’s hour is loud. That is fine if I know when it is.", "The chairs have no arms, so I cannot get up.", "Braille books are in a cupboard that is locked.",
        "The woman at the desk signs. She learnt it for us.", "The toilet is up eleven steps.", "Nobody asked us. Then you did.",
    ),
    (("The front door", "The toilet", "The reading room", "The desk"), ("is too heavy for me.", "is too high.", "is much better now.", "is loud on Saturdays.", "made me turn round and go home.")),
    (
        ("used", "The side door opens by itself from 3 May. The bins stand elsewhere.", "", "Idris", 90),
        ("used", "There is a quiet room from June, and children’s hour is on the door with its times.", "", "Bethan", 80),
        ("partly", "Ten of forty chairs have arms.", "The rest come with next year’s money.", "Bethan", 100),
    ),
    (("People who could not get in", LIVED, (("thea", 0, 15), ("winston", 0, 15), ("murdo", 0, 15), ("harriet", 0, 15), ("kofi", 2, 15), ("dilys", 0, 15))), ("Unpaid carers", CARER, (("farouk", 0, 15), ("rhian", 0, 15)))),
    "A walk from the bus stop to the last shelf", (7, 6, 7, 6, 6, 7),
    "That everyone can come in and stay", "To feel it is ours",
    "The plan of the house was felt with fingers: a model of card.", "Builders changed the door without asking.", "For once, those who use it had the last word.", "A door, a toilet, a room.", "The café that some hoped for.",
    "Ask the builders to the table too. Look at the door before it is ordered.",
)  # fmt: skip

WINTER = Old(
    "keeping-warm", "Winter, and keeping warm", "What help there is when the heating costs more than the rent.",
    "Help for the cold months that people will use.", "Tell us how you keep warm.", "What is offered and how you ask", "The price of gas, because we do not set it",
    4.4, 10, ("Asking for help", "People who do not ask"), "There is no form. A neighbour, a nurse or a librarian can ask for you, with your yes.",
    "How people ask",
    (("Anyone can ask for you, with your yes", "£12,000", "Those who never ask are found.", "Some will say no."), ("A form", "£3,000", "Simple to run.", "The same people as last year.")),
    "Those who are coldest do not fill in forms.",
    (
        "I go to bed at six.", "My oxygen machine runs on the meter.", "I did not know that I could ask.", "The warm room is upstairs.", "I am not poor. I am just cold.",
        "They gave me a blanket, and asked for a photo.", "My son pays. He should not have to.", "The nurse told me. Not the leaflet.", "It was good to sit with others.", "Why does it end in March?",
    ),
    (("In January", "With the heating off", "In the warm room", "On the meter"), ("I stay in bed.", "my hands stop working.", "I made a friend.", "it cost me £9 a day.", "nobody asked me why I came.")),
    (
        ("used", "The warm room is on the ground floor from November, and nobody takes photos.", "", "Idris", 30),
        ("used", "It is open until the end of April this year.", "", "Ms Rao", 20),
        ("partly", "We pay for the power of machines at home, up to £40 a month.", "That is what the fund can carry.", "Gill", 40),
    ),
    (("People who live alone", LIVED, (("agnes", 0, 10), ("maggie", 0, 10), ("stan", 0, 10), ("cyril", 0, 5))), ("Unpaid carers", CARER, (("farouk", 0, 10), ("rhian", 0, 10), ("jeannie", 0, 10)))),
    "Soup in the warm room", (5, 6, 5, 5),
    "Fewer cold homes", "Without shame",
    "The nurses asked.", "It began in November. It should have begun in August.", "People with money sat at the head of the table. We moved the table.", "Nobody needs a form.", "Two people felt watched.",
    "Start in summer. Sit in a round.",
)  # fmt: skip

CARERS_TABLE = Old(
    "the-carers-table", "The carers’ table", "Unpaid carers and the council, each month, for three years now.",
    "A table that stays: carers bring what matters, and the council answers.", "Tell us what is hard this month, and what helped.", "What the council does for carers", "Carer’s Allowance, because the government sets it",
    3.2, 0, ("Nights and breaks", "Sleep, respite and time off"), "Night support came first, because most carers asked for sleep.",
    "What comes first each year",
    (("Sleep", "£60,000 a year", "Carers stay well.", "Less for day breaks."), ("Day breaks", "£60,000 a year", "More people get a little.", "Nobody sleeps.")),
    "Two out of three carers at the table said that nights are what breaks them.",
    (
        "I have not slept through since March.", "The short break was cancelled on the day.", "My boss does not know. I am afraid to tell him.", "The phone number in the letter is dead.",
        "I am seventy-four and I lift my husband.", "The group is where I laugh.", "They assess me, and then nothing comes.", "Nobody asks how I am. They ask how she is.",
        "I was told that I do not look tired.", "A sitter for two hours would change my week.",
    ),
    (("This month", "At night", "With the new sitter", "After the assessment"), ("I could not go on.", "it went better.", "nobody rang.", "I slept for five hours.", "I had to explain everything from the start.")),
    (
        ("used", "There are sitters for two hours a week, from 1 September, for 60 families.", "", "Ben Ash", 45),
        ("partly", "The number is mended. It is answered until eight, not all night.", "One person answers it.", "Ben Ash", 10),
        ("not_used", "We cannot write to employers for you.", "The law lets only you tell them. We give you a letter to take.", "", 0),
        ("later", "Help at night is looked at again in spring.", "", "Ms Rao", 0),
    ),
    (("Unpaid carers", CARER, (("raj", 0, 0), ("asha", 0, 0), ("fay", 2, 0), ("jeannie", 0, 20), ("priya", 8, 0), ("farouk", 0, 0), ("rhian", 0, 14))), ("People who are cared for", LIVED, (("reg", 4, 0), ("vic", 0, 0), ("maggie", 0, 0)))),
    "Round the table", (6, 6, 5, 7, 6, 6, 6),
    "That carers are asked before things change for them", "To be at ease with one another",
    "The same faces, and soup.", "Letters that came from five teams.", "In the second year carers set the agenda. It was a different room.", "A sitter for 60 families.", "Some of us were asked too often.",
    "Keep the same room and the same day. Say who is new.",
)  # fmt: skip

GROWING_UP = Old(
    "growing-up", "From children’s help to adults’ help", "Eighteen is a birthday. It should not be a cliff.",
    "What happens in the year before and after somebody turns eighteen.", "Tell us what stopped, what began, and what nobody told you.", "Who is your worker, and when you meet them", "The age of 18, because laws name it",
    2.4, 14, ("Too late", "Help that starts after it is needed"), "Workers meet two years before, and the old one stays for six months.",
    "When adults’ workers begin",
    (("At 16", "£44,000 a year", "No gap.", "Workers have more people."), ("At 17½, as now", "Nothing", "Nobody changes.", "The gap stays.")),
    "Seven of nine families had a gap of three months or more.",
    (
        "On my birthday they took my nurse.", "I want to do the talking. My mum may sit beside me.", "I had the same meeting four times with four people.", "Where do my friends go? I want to go there.",
        "Nobody spoke to her. She was in the room.", "The new worker read my file and thought that she knew me.", "I am good at animals. It is not in the file.", "We got three months of nothing.",
        "Ask me with pictures.", "I said what I want, and it happened. Once.",
    ),
    (("When I was 17", "At the first meeting", "With my new worker", "After school"), ("nobody asked me.", "they spoke to my mum.", "I showed pictures, and it went well.", "there was nothing for months.", "I had to tell it all again.")),
    (
        ("used", "From January your new worker comes when you are 16, and your old one stays until you are 18½.", "", "Ms Rao", 60),
        ("used", "Each file begins with a page that you make.", "", "Ben Ash", 40),
        ("partly", "Meetings can be with pictures. Not each worker has learnt it yet.", "Eleven of thirty have.", "Ben Ash", 90),
    ),
    (("Young disabled people", LIVED, (("thea", 0, 14), ("harriet", 0, 14), ("imran", 0, 14), ("noor", 3, 14))), ("Families", CARER, (("leena", 0, 14), ("uzma", 0, 14), ("priya", 0, 14)))),
    "Pizza, and what eighteen was like", (6, 7, 6, 6, 7),
    "No gap at eighteen", "That young people speak first",
    "Young people chaired, and the rule was: no parents before pudding.", "Health had its own plan and brought it at the end.", "It was the first time that a young person said no to a plan, and it was changed.", "The page that I make.", "Younger ones are asked to decide too early.",
    "Let those who are 18 now pay it forward to those who are 16.",
)  # fmt: skip

FALLS = Old(
    "getting-up-again", "Falls, and getting up again", "What helps when you have fallen, and before.",
    "Help after a fall that comes the same day.", "Tell us about a fall, and about who came.", "Who comes, and how fast", "How ambulances are sent, because the ambulance service decides",
    1.6, 7, ("Waiting on the floor", "How long help takes to come"), "A team of two comes within the hour, by day.",
    "Who comes",
    (("A team by day", "£70,000 a year", "Within an hour.", "Not at night."), ("Alarm buttons for more people", "£40,000 a year", "Day and night.", "Who comes then?")),
    "A button is no use when nobody comes.",
    (
        "I lay for five hours. I counted them on the clock.", "They lifted me wrong, and it hurt for weeks.", "I do not tell my daughter when I fall.", "The button is on the shelf. I fell in the bath.",
        "A neighbour came. She is eighty-one.", "They asked me whether I had been drinking.", "The exercise class is at nine in the morning. I am not.", "I am not a faller. I fell.", "The team came in forty minutes and made me tea.",
        "Put the rail where I say, not where the plan says.",
    ),
    (("After the fall", "At night", "The rail", "The class"), ("nobody came for hours.", "I was afraid to stand.", "helped me.", "is too far away.", "was put in the wrong place.")),
    (
        ("used", "Two people come within an hour by day, from 1 May.", "", "Ben Ash", 40),
        ("used", "You say where the rail goes. The fitter marks it with you.", "", "Dee", 20),
        ("not_used", "The team cannot come at night.", "There is nobody to pay for it this year.", "", 0),
    ),
    (("People who have fallen", LIVED, (("maggie", 0, 7), ("bert", 0, 7), ("percy", 0, 7), ("murdo", 0, 7), ("dilys", 0, 7))), ("Unpaid carers", CARER, (("asha", 0, 7), ("farouk", 0, 7)))),
    "How to get up from a floor, on a floor", (5, 6, 6, 6, 5),
    "Nobody lies for hours", "Less fear",
    "We all lay down on the floor, the director too.", "It was short. Seven months is not long.", "The ambulance service sent somebody who could say yes.", "Forty minutes.", "People at night have nothing new.",
    "Lie down on the floor first. Then write the plan.",
)  # fmt: skip

OLD = (MEALS, DAY_CENTRE, HOSPITAL, HAZEL_HOUSE, PAYMENTS, LIBRARY, WINTER, CARERS_TABLE, GROWING_UP, FALLS)
