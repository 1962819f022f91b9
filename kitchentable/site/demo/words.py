"""What the people of Millbrook said in one invented year, and what they were told. Days count back from today."""

from __future__ import annotations

from dataclasses import dataclass, field

HOME, BREAKS, TOWN = "better-help-at-home", "short-breaks", "getting-around"


@dataclass(frozen=True, slots=True)
class Said:
    """Something somebody said. `who` is a slug, or "" for no name. `themes` are separated with a comma. `heard` is (what we heard,
    what the author said of it: "" for yes, words for "not quite", None for nothing yet)."""

    key: str
    day: int
    who: str
    words: str
    themes: str = ""
    sharing: str = "public"
    way: str = "typed"
    by: str = ""
    heard: tuple[str, str | None] | None = None
    note: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer to some of what was said. `by_when` and `look` are days after it was written; `replies` holds "" for yes, or what is wrong."""

    day: int
    to: tuple[str, ...]
    outcome: str
    words: str
    because: str = ""
    by: str = "rao"
    who_does_it: str = ""
    by_when: int = 0
    cost: str = ""
    look: int = 0
    passed_to: str = ""
    checked: int | None = 2
    replies: dict[str, str] = field(default_factory=dict)


AT_HOME = (
    # ── Better help at home: asked from the spring on ──
    Said("h1", -262, "raj", "The morning visit comes any time between seven and ten. Mum sits in a wet bed and I am late for work. I have had two warnings.", "time", heard=("The time of the morning visit is not kept, and that puts your job at risk.", ""), sharing="group"),
    Said("h2", -261, "chloe", "Pay personal assistants for the time they wait. When a meeting runs over, mine stand in the corridor for nothing.", "people"),
    Said("h3", -259, "lou", "I like it when Bev comes. Bev knows I have my tea first. The new ones do not know.", "people", way="phone", by="kim", heard=("You want people who know you, and fewer new faces.", "")),
    Said("h4", -258, "", "15 minutes is not a visit. It is a knock on the door.", "time"),
    Said("h5", -256, "reg", "The rota comes as a photo of a sheet of paper. My screen reader says “image”. So I never know who is at my door.", "people,forms", heard=("You need the rota as text, so that you know who is coming.", "Not only the rota. The care plan as well, and the letter about the price. Everything comes as a picture.")),
    Said("h6", -254, "maggie", "Tell us before a different care worker comes. I am ninety-one and I do not open the door to strangers. They wrote “refused care” in the book.", "people", way="phone", by="natalie"),
    Said("h7", -252, "pat", "Please put the plan in writing. On the phone I say yes to things so that it stops. Then they hold me to it.", "forms,listen"),
    Said("h8", -250, "mina", "I am Deaf. Care workers shout or write in capitals. Two of them learned some signs from a video in one evening. It changed my whole day.", "people,listen", sharing="named", way="in_person", by="natalie"),
    Said("h9", -249, "owen", "Dw i eisiau siarad Cymraeg gyda’r bobl sy’n fy helpu. Ar ôl y strôc, y Gymraeg sy’n dod gyntaf.", "people,listen", heard=("You want help from people who speak Welsh with you, because since the stroke your Welsh comes first.", "")),
    Said("h10", -247, "fay", "I should like somebody to come on Sundays. Sunday is the longest day of the week.", "nights", way="paper", by="natalie", file="letter"),
    Said("h11", -245, "", "My care worker gets no pay for driving between us. So she leaves ten minutes early and cries in the car. I can see her from my window.", "time", sharing="group"),
    Said("h12", -243, "layla", "أمي لا تتكلم الإنجليزية. عندما تأتي العاملة لا تفهم ما تحتاجه أمي، وأنا في العمل.", "people,listen", heard=("Your mother does not speak English. When you are at work, nobody understands what she needs.", "")),
    Said("h13", -241, "winston", "I filled in the same form three times. Name, date of birth, what is wrong with me. What is wrong with me is the form.", "forms"),
    Said("h14", -240, "dilys", "Everybody has been very kind. I only wish they could stay for a cup of tea.", "time"),
    Said("h15", -238, "", "THE PHONE LINE IS A DISGRACE. 48 minutes on hold on a Saturday with my dad on the floor. Do you people ever ring it yourselves?", "forms,nights"),
    Said("h16", -236, "femi", "Nobody asks what I can do. I can cook if somebody lifts the pan. Instead they bring a meal in plastic.", "listen"),
    Said("h17", -233, "asha", "The lift at the hub has been broken for six weeks. I sat downstairs and listened to people laughing upstairs.", "buildings", way="voice", file="asha", heard=("You could not come to the meetings because the lift at the hub was broken for six weeks.", "")),
    Said("h18", -231, "bert", "Night time. I fall at night. There is nobody at night. That is all I want to say.", "nights", way="phone", by="dee"),
    Said("h19", -229, "", "My son is 22 and is helped by agency staff he has never met. They talk about him over his head, on their phones.", "people,listen", sharing="lead", note="About how a young man was treated"),
    Said("h20", -226, "sue", "Could we see who is coming, with a photo, on the day before? My mum has dementia. A face helps her more than a name.", "people"),
    Said("h21", -224, "hannah", "I grew up in care. Every few months a new person read my file and told me who I was. Now I need help at home and it starts again. Read less. Ask me.", "listen", sharing="named", heard=("You do not want people to learn about you from a file. You want to be asked.", "")),
    Said("h22", -221, "tomasz", "When a visit is missed there is no one to tell. The office says ring the agency. The agency says ring the office.", "forms"),
    Said("h23", -219, "", "why do i have to pay for a visit that did not happen", "forms"),
    Said("h24", -217, "priya", "I care for my husband at home. Nobody has ever asked me how I am. When I said so, I was sent a leaflet.", "listen", sharing="group"),
    Said("h25", -214, "irene", "Direct payments are good but the paperwork is a part-time job. Let us send photos of receipts.", "forms"),
    Said("h26", -211, "graham", "The worker who helped me wash did not shut the door. My neighbour was in the hall.", "people", sharing="lead", note="About being washed"),
    Said("h27", -208, "carol", "Half seven at night is not bedtime. I am fifty-four.", "time,nights"),
    Said("h28", -205, "", "It works well for us. Same two ladies for three years. Please do not change what works.", "people"),
    Said("h29", -201, "marek", "The key safe code is written on the gate post. I have told three people.", "forms", sharing="lead"),
    Said("h30", -197, "zoe", "If you cut visits to save money, say so. Do not call it independence.", "listen"),
    Said("h31", -192, "reg", "You said the rota would come as text. It came as text inside a picture of a table. I laughed, and then I did not.", "forms"),
    Said("h32", -187, "ruth", "Please let me choose a woman. I asked at the start. I still have to ask every week.", "people", sharing="lead"),
    Said("h33", -172, "chloe", "Start meetings after eleven. Getting up takes two hours.", "buildings,listen", sharing="named"),
    Said("h34", -160, "lou", "I want to go to the meeting but the words are too fast.", "listen", way="phone", by="kim"),
    Said("h35", -148, "winston", "A text when the worker is late would do. Ten words. “Running late, be with you by nine.” That’s seven.", "time"),
    Said("h36", -133, "", "My gran rang Weir Street day centre and they told her it closes in March. Is that true? She has gone there for nineteen years.", "buildings"),
    Said("h37", -121, "nadia", "The tablet for the visit notes is in English only. I am the care worker and I want to write well. Give us time to learn it, on paid time.", "forms", sharing="group"),
    Said("h38", -104, "dilys", "They wrote that I “declined the shower”. I did not decline. She had only ten minutes.", "time,listen"),
    Said("h39", -86, "bert", "You said somebody would ring at night. Nobody rang.", "nights", way="phone", by="dee"),
    Said("h40", -74, "mina", "The interpreter for the review was booked for the wrong day. So we wrote notes for an hour. That is not a review.", "listen,forms"),
    Said("h41", -33, "irene", "Forms ask the same thing twice. Page 3 and page 9.", "forms"),
    Said("h42", -55, "", "The phone line rings out at weekends.", "forms,nights"),
    Said("h43", -51, "sue", "There is no BSL at the front desk. My brother stood there with a note in his hand.", "listen"),
    Said("h44", -42, "chloe", "The new hub has a toilet. But I cannot turn my chair in it, and there is no hoist. So I go home at lunch. I miss every afternoon.", "buildings", way="voice", file="chloe", heard=("You need a Changing Places toilet at Mill Lane. A wider door is not enough.", "")),
    Said("h45", -38, "maggie", "Thank you for ringing me back in person. I was ready to be cross. Now the visits: could the evening one be after the news?", "time", way="phone", by="natalie"),
    Said("h46", -26, "raj", "Visits of 15 minutes are too short to be safe. I time them. The shortest was nine.", "time"),
    Said("h47", -17, "femi", "Can people who get help be there when new workers are chosen? I would give up an afternoon for that.", "people"),
    Said("h48", -9, "", "Somebody told me you are writing a plan about us. Where can my dad read it? He has no internet and reads large print.", "forms"),
    Said("h49", -5, "hannah", "I read the draft. Page two says “service users”. We talked about this.", "listen"),
    Said("h50", -1, "lou", "I liked the meeting. I said my thing. Nobody was fast.", "listen", way="phone", by="kim"),
)  # fmt: skip

SHORT_BREAKS = (
    Said("b1", -246, "raj", "I have not had a Saturday for four years. Not one.", "hours", heard=("You need a whole day now and then, not only hours.", "Not quite. I need hours too. I need to know that one day is mine, so I can look forward to it.")),
    Said("b2", -244, "fay", "Please let us book short breaks by the hour. Four hours is too long for my husband and one hour is enough for the shops.", "hours", way="paper", by="natalie"),
    Said("b3", -243, "priya", "Respite means a stranger in my house and me tidying before they come. That is not a break.", "who"),
    Said("b4", -241, "", "There are 12 pages to fill in for one night off. I was too tired to do it. So no night off.", "forms"),
    Said("b5", -239, "owen", "Mae fy ngwraig yn gofalu amdana i ddydd a nos. Mae angen noson dda o gwsg arni.", "nights"),
    Said("b6", -238, "layla", "I look after my mother and my brother. When I ask for a break, they ask which of them it is for.", "forms,hours"),
    Said("b7", -236, "tomasz", "Let my sister be paid to help for a weekend. My lad knows her. He will not settle with a stranger.", "who"),
    Said("b8", -235, "", "I love my wife. I am not looking for a break from her. I am looking for a break from the washing machine at 3am.", "nights", sharing="named"),
    Said("b9", -233, "carol", "The only place with a bed is 40 miles away. Two buses. By the time I am home it is time to fetch him.", "places"),
    Said("b10", -231, "sue", "Carers UK say one thing, the council another. Who decides if I get a break? I want a name.", "forms"),
    Said("b11", -229, "winston", "I am a carer and I am 81. Nobody believes that I am the carer. They talk to me as if I was the patient.", "listen"),
    Said("b12", -227, "pat", "I care for my mum and I am autistic. A change of plan on the same day is worse than no break.", "who,listen"),
    Said("b13", -226, "", "Night support. Please. I have slept in two-hour pieces since February.", "nights"),
    Said("b14", -224, "asha", "When my daughter has a break from me, I want a break too. Somewhere with music. Not a lounge with the television on.", "places", way="voice"),
    Said("b15", -227, "irene", "A voucher for a taxi would be a break. Two hours in the library, alone. That is all.", "hours"),
    Said("b16", -221, "marek", "My parents work nights and I look after my brothers. I am sixteen. There is nothing on your page for me.", "listen", sharing="group", note="A young carer"),
    Said("b17", -219, "ruth", "I was offered a break in November for a wedding in June.", "forms"),
    Said("b18", -217, "", "You ask us every two years and nothing changes. I filled this in last time with the same words.", "listen"),
    Said("b19", -215, "mina", "No short break place has staff who sign. So my husband comes with me, and it is not a break for him.", "places,who"),
    Said("b20", -213, "zoe", "Money went on a carers’ week with cupcakes. Ask a carer if she wants a cupcake or a night’s sleep.", "nights,listen"),
    Said("b21", -210, "femi", "Please keep the garden project. My son plants beans and I read the paper in the shed. Best two hours of my week.", "places"),
    Said("b22", -208, "", "We moved here in spring. On the old side of the river we could book by the hour on the phone. Here we cannot. It is the same river.", "hours"),
    Said("b23", -206, "bert", "I do not want to go to a home for a week so that she can rest. Send somebody here.", "who", way="phone", by="dee"),
    Said("b24", -203, "hannah", "Foster carers get breaks as a right. My gran brought me up and got nothing. Count grandparents.", "listen"),
    Said("b25", -199, "maggie", "I was a carer for eleven years. He died in January. Nobody rang after. You could ring people, after.", "listen", way="phone", by="natalie", sharing="named"),
    Said("b26", -196, "", "Do not use the money for another app.", "forms"),
    Said("b27", -191, "nadia", "I work as a care worker at night. There are enough of us who would do two nights a week, if the pay is the same as in the hospital.", "nights"),
    Said("b28", -183, "dilys", "A sitting service run by the chapel would be friendly and cheap. We have the people. We need the insurance.", "who"),
    Said("b29", -176, "raj", "I cancelled my break because the worker was off sick and there was no one else. I was told I had “used” it.", "forms"),
    Said("b30", -168, "ruth", "I’d rather not say more about this in writing.", "", sharing="lead"),
    Said("b31", -92, "raj", "You chose night support. I understand why. I still have no Saturday.", "hours"),
    Said("b32", -48, "priya", "Night support started. I slept seven hours. I woke up and did not know who I was.", "nights", sharing="named"),
    Said("b33", -31, "carol", "The night worker is good. But the form for it is the old form with a new title.", "forms,nights"),
    Said("b34", -20, "tomasz", "You promised to look at paying family for a weekend. When?", "who"),
    Said("b35", -4, "", "Is there night support across the river too? We are in Lower Millbrook.", "nights"),
)  # fmt: skip

GETTING_AROUND = (
    Said("t1", -28, "chloe", "There is one space on the bus. If there is a pram in it, the driver looks at me as if I should fold my chair.", "buses", sharing="named", heard=("Drivers do not ask people with prams to make room, and you are left at the stop.", None)),
    Said("t2", -27, "reg", "The talking bus does not talk. It has been switched off since the summer. I count stops on my fingers.", "buses", heard=("The spoken stops on the buses are switched off.", "")),
    Said("t3", -27, "joan", "More benches between the station and the market. With arms, so that you can push yourself up. And with a back.", "benches", sharing="named"),
    Said("t4", -27, "", "The toilets in Market Square are shut from four. Some of us cannot wait until tomorrow.", "toilets"),
    Said("t5", -27, "lou", "I get the number 9. One day it was number 9A and I got lost. A lady helped me.", "buses", way="phone", by="kim", heard=("Changes to a bus number must be told in a way you can use.", "")),
    Said("t6", -26, "winston", "Last bus at 18:05. Choir ends at nine. So I do not sing any more.", "buses"),
    Said("t7", -25, "mina", "At the station, changes are announced by loudspeaker only. Twelve people ran to platform 2. I ran after them. I did not know why.", "signs", sharing="named"),
    Said("t8", -24, "", "Dropped kerb on Weir Street: on one side only. You can get down but you cannot get up.", "kerbs"),
    Said("t9", -24, "fay", "There were eleven benches along the river when I was a girl. I counted four.", "benches", way="paper", by="natalie"),
    Said("t10", -23, "", "bins on the pavement every tuesday. i go in the road with my sons chair. lorries", "kerbs"),
    Said("t11", -22, "owen", "Mae’r arwyddion yn y orsaf yn uniaith Saesneg ers y gwaith adeiladu.", "signs"),
    Said("t12", -22, "carol", "Put a Changing Places toilet by the river and I will bring my daughter out every Sunday. Now we stay in.", "toilets"),
    Said("t13", -21, "pat", "The new bus station is too bright and too loud. Could there be one corner without music? A corner costs nothing.", "signs"),
    Said("t14", -20, "asha", "Taxis say they are full when they see the chair. I can hear that they are not.", "buses", way="voice"),
    Said("t15", -20, "", "Stop putting cafés on the pavement. Or leave room. I walk with two sticks.", "kerbs"),
    Said("t16", -19, "sue", "The crossing at Mill Lane gives you 6 seconds. My brother needs 14. We have tried it with a watch.", "kerbs", heard=("The green light at Mill Lane is too short. 14 seconds would be enough for your brother.", "")),
    Said("t17", -18, "femi", "Ask the drivers! They know every broken stop. I drove the 4 for twenty years until my eyes went.", "buses"),
    Said("t18", -18, "layla", "لا يوجد مكان لتغيير حفاض أخي الكبير في وسط المدينة. نغيّره في السيارة.", "toilets"),
    Said("t19", -17, "", "My neighbour Derek Holt at number 12 parks on the kerb every night, and nobody does a thing.", "kerbs"),
    Said("t20", -16, "dilys", "The volunteer drivers are saints. They get 25p a mile. You cannot buy a bun for that.", "buses"),
    Said("t21", -15, "irene", "You cannot book the community bus on the day. But my pain decides on the day.", "buses"),
    Said("t22", -14, "", "Bus stop by the surgery has no shelter. People who are ill stand in the rain. Whose idea was that?", "buses"),
    Said("t23", -13, "tomasz", "The lift at the station works. I say it because nobody ever says it.", "signs"),
    Said("t24", -13, "hannah", "A card in my pocket that says “I need more time” works on most drivers. Give one to all who want it.", "buses", sharing="named"),
    Said("t25", -11, "nadia", "First bus is at 6:50. My shift with Mr B starts at 6:30. I cycle, in winter too.", "buses", sharing="group"),
    Said("t26", -10, "", "Benches have been made so that nobody can lie on them. Now nobody can sit on them either.", "benches"),
    Said("t27", -9, "zoe", "Another survey. The last one about buses was in January. What happened to it?", "buses"),
    Said("t28", -8, "maggie", "Could the bus kneel? It can. The drivers forget. I do not like to ask.", "buses", way="phone", by="natalie"),
    Said("t29", -8, "raj", "Parking at the hospital with Mum costs more than her medicine. The machine is 200 metres away and takes no cash.", "kerbs"),
    Said("t30", -6, "", "Lovely new map of the walks. It does not show one toilet.", "toilets"),
    Said("t31", -5, "marek", "Free bus for carers under 18. We do not do it for fun.", "buses", sharing="group"),
    Said("t32", -4, "ruth", "The toilet key for disabled people costs five pounds and you have to fetch it from an office upstairs.", "toilets"),
    Said("t33", -2, "bert", "Put the bench back outside the post office. I sat there with my wife.", "benches", way="phone", by="dee", sharing="named"),
    Said("t34", -1, "", "Will this be in Easy Read? My sister wants to say something and I do not want to say it for her.", "signs"),
    Said("t35", -1, "reg", "Two scooters lay across the pavement by the library today. I found both of them.", "kerbs"),
)  # fmt: skip

ANSWERS = (
    # ── Better help at home ──
    Answered(-244, ("h3", "h6"), "partly", "Two of our three firms now send a text or ring the day before when somebody new comes. The third firm starts on the first of next month.", "The third firm has no system for it yet. We put it into its contract.", who_does_it="Gill, contracts", by_when=30, cost="£4,000 a year", replies={"h3": "", "h6": ""}),
    Answered(-241, ("h5",), "used", "You were right. From this week the rota and the care plan go out as text that a screen reader can read.", who_does_it="Gill, contracts", by_when=14, replies={"h5": "It came as text inside a picture of a table. My screen reader says “image” again."}),
    Answered(-240, ("h1",), "used", "You were right to be angry. From Monday the visit is at 7.15, by Bev or Anjali. If nobody is there at 7.30, ring Gill and she comes herself or sends somebody.", who_does_it="Gill, contracts", by_when=5, replies={"h1": ""}),
    Answered(-208, ("h20",), "used", "The text on the day before has a name and a photo now. Two of three firms do it; the third begins in four weeks.", who_does_it="Gill, contracts", by_when=28, replies={"h20": ""}),
    Answered(-200, ("h25",), "used", "You can send photos of receipts, from any phone, once a month. Keep the paper for one year.", who_does_it="Gill, finance", by_when=10, replies={"h25": ""}),
    Answered(-198, ("h13",), "used", "You looked better than we did. Page 9 is taken out of the form. The new one is printed this month.", who_does_it="Ben Ash", by_when=30, replies={"h13": ""}),
    Answered(-238, ("h2",), "partly", "From next month we pay personal assistants for waiting in our own meetings, up to two hours. We do not pay yet for waits in other places.", "We have no money of our own in the hospital’s meetings. I have asked the hospital to pay there.", who_does_it="Gill, contracts", by_when=30, cost="£6,500 a year", replies={"h2": ""}),
    Answered(-236, ("h7", "h13"), "used", "You were right. You get every plan in writing before you say yes, and you have five working days to change it. The form asks each thing once.", who_does_it="Gill, finance", by_when=21, replies={"h7": "", "h13": "Page 3 and page 9 still ask the same thing."}),
    Answered(-232, ("h8", "h9", "h12"), "partly", "We now ask on the first day which language you use, and write it first in your plan. Six care workers start a BSL course in autumn. Three of our care workers speak Welsh and two speak Arabic: they go to you first.", "We cannot promise it for each visit. Five people cannot be everywhere.", who_does_it="Natalie", by_when=60, cost="£9,200", replies={"h8": "", "h9": "", "h12": ""}),
    Answered(-229, ("h4", "h11", "h14"), "later", "We look at 15-minute visits and pay for travel when the new contracts are written. Until then the firms must tell us of every visit under 20 minutes.", "The contracts run until March. We cannot change them before without paying twice.", look=140, replies={"h4": ""}),
    Answered(-226, ("h10", "h18"), "not_used", "We cannot start Sunday visits and a night team this year.", "A night team for all of Millbrook costs £410,000 a year. The council chose more morning visits instead, on 24 February. Until then, the alarm line answers day and night, and I will have both of you rung to ask if you want it.", cost="£410,000 a year", look=150, replies={"h10": ""}),
    Answered(-219, ("h17",), "used", "You were right. The lift was broken and nobody had rung the firm. It is mended. I check it each Monday.", by="ben", who_does_it="Ben Ash, buildings", by_when=1, replies={"h17": ""}),
    Answered(-214, ("h15",), "used", "I rang it myself on Saturday and waited 31 minutes. From this Saturday two people answer instead of one. I am sorry about your father.", who_does_it="Gill, contracts", by_when=5, cost="£18,000 a year"),
    Answered(-210, ("h16", "h19", "h21", "h24"), "used", "We threw away the first page of the form. It now begins with: “What do you want to do yourself?” and “What should we know from you, not from a file?” It asks family carers how they are. Workers’ phones stay in their bags.", who_does_it="Natalie", by_when=40, replies={"h16": "", "h21": ""}),
    Answered(-197, ("h22", "h23", "h29"), "used", "Nobody pays for a visit that did not happen: give us the date and we take it off the bill. There is one number for a missed visit now, and one name: Gill. She rings the firm, not you. The key safe codes are changed.", who_does_it="Gill", by_when=3, replies={"h22": "", "h29": ""}),
    Answered(-195, ("h26",), "used", "That should never have happened. The firm has said sorry to you in writing. Dee goes along on visits for a month and looks at how it is done.", who_does_it="Dee", by_when=30),
    Answered(-178, ("h32",), "used", "When you ask for a woman, a woman comes: it is in your plan, and you need not ask again.", who_does_it="Dee", by_when=7, replies={"h32": ""}),
    Answered(-190, ("h27", "h28", "h30"), "partly", "You choose your bedtime from nine to eleven from next month. Those who have the same people now keep them. And yes: visits of 45 minutes became 30 minutes to save money. We should have said so.", "The budget for this year is £300,000 less than the last.", who_does_it="Gill, contracts", by_when=30),
    Answered(-168, ("h5", "h31"), "used", "You were right, and I am sorry. We had asked for text and did not look. Dee opened each rota with a screen reader this week. They read well now.", who_does_it="Dee", by_when=1, replies={"h5": "", "h31": ""}),
    Answered(-70, ("h4", "h11", "h14"), "partly", "In the contracts from April, the shortest visit is 20 minutes and driving is paid. Tea is in the plan: five minutes that are not for washing.", "30 minutes for everyone would cost £240,000 more than we have.", who_does_it="Gill, contracts", by_when=130, cost="£95,000 a year", replies={"h4": "", "h14": ""}),
    Answered(-58, ("h10", "h18"), "partly", "Two people come by car at night from the first of next month, for Millbrook north of the river. Both of you live there. On Sundays, Bev has asked to work until one.", "South of the river there is no money for a second car before April.", who_does_it="Dee", by_when=30, cost="£74,000 a year", replies={"h10": ""}),
    Answered(-152, ("h33",), "used", "All meetings now start at 11.30am.", who_does_it="Natalie", by_when=1, replies={"h33": ""}),
    Answered(-139, ("h34",), "used", "We stop after each point and ask: is it clear? You get a red card that means “slower”. Anyone may use it, also for me.", by="rao", who_does_it="Natalie", by_when=10, replies={"h34": ""}),
    Answered(-128, ("h35",), "used", "You were right. Two firms send a text when they are 15 minutes late. We counted: seven words.", who_does_it="Gill, contracts", by_when=20, replies={"h35": ""}),
    Answered(-112, ("h36",), "used", "Yes, it is true, and you should have heard it from us. The council decided it in autumn, before it asked. That was wrong. We now ask each person who goes there what help they need, starting with your gran.", by="rao", who_does_it="Natalie", by_when=30),
    Answered(-98, ("h37",), "partly", "The tablet now speaks six languages. The first two hours to learn it are paid.", "We asked for four paid hours. Two firms agreed to two.", who_does_it="Gill, contracts", by_when=14, replies={"h37": ""}),
    Answered(-72, ("h38",), "used", "We took “declined” out of the tablet. Workers now choose “There was no time”. We see each one, every week.", who_does_it="Gill, contracts", by_when=10, replies={"h38": ""}),
    Answered(-22, ("h39",), "used", "You were right. The list with your number was lost when Ann left. Dee rang you on Tuesday, and the alarm is in your hall. We test it with you on the first of each month.", by="rao", who_does_it="Dee", by_when=10, replies={"h39": ""}),
    Answered(-50, ("h40",), "used", "The review is done again, with Jo as the interpreter you chose. From now on we book the interpreter first and the room second.", who_does_it="Natalie", by_when=14),
    Answered(-40, ("h42",), "used", "The line is answered on Saturdays and Sundays from 8 to 6.", who_does_it="Gill, contracts", by_when=3, replies={"h42": "I rang on Sunday at ten. It rang out."}),
    Answered(-18, ("h44",), "used", "You were right. The toilet is too small for a power chair. We will build a Changing Places toilet at Mill Lane. Until it is ready, we meet at St Anne’s Hall. It has one.", who_does_it="Ben Ash, buildings", by_when=90, cost="£38,000, from the hub budget"),
    Answered(-15, ("h45",), "used", "Your evening visit comes at 10.15pm from Monday, after the news. Bev comes.", who_does_it="Gill, contracts", by_when=5, replies={"h45": ""}),
    Answered(-2, ("h46",), "partly", "No visit is planned under 20 minutes from January. Where nine minutes stood in the book, the firm pays back.", "30 minutes for everyone costs £240,000. That is in the plan for April, and not decided yet.", who_does_it="Gill, contracts", by_when=45, cost="£52,000", checked=None),
    # ── Short breaks ──
    Answered(-222, ("b1", "b2", "b15"), "not_used", "Not this year: you cannot book short breaks by the hour.", "It costs £210,000 a year. The choices were hours or nights, and more of you asked for nights. I decided that. I look at it again when we know what night support costs.", cost="£210,000 a year", look=130, replies={"b2": ""}),
    Answered(-190, ("b22",), "not_used", "Not this year. It is the same river, but not the same council.", "Booking by the hour costs £210,000 a year here, and more people asked for nights.", cost="£210,000 a year", look=160, replies={"b22": "The council over the river does it for £90,000. I sent you their paper. You did not look."}),
    Answered(-166, ("b22",), "later", "You were right: I had not read their paper. They share the bookings with two charities. I meet them this month and tell you what it would cost us.", "Our sum of £210,000 was made without the charities.", look=138),
    Answered(-76, ("b1", "b2", "b15"), "not_used", "We looked again, as we said. It is still no, until April.", "Night support costs £180,000 and takes what there is. With the charities, booking by the hour would cost £120,000. I ask the council for it in the budget for April.", cost="£120,000 a year", look=200, replies={"b2": ""}),
    Answered(-68, ("b31",), "partly", "Your Saturday: Rowan House has a place for your mother on the first Saturday of each month. It is booked for a year.", "Every Saturday would be a place of her own, and there are six for the whole town.", who_does_it="Natalie", by_when=20, replies={"b31": ""}),
    Answered(-158, ("b29",), "used", "A break that we cancel is not used up. You got yours back, and so did 31 others.", who_does_it="Gill, finance", by_when=5, replies={"b29": ""}),
    Answered(-184, ("b23",), "used", "Somebody comes to you. Your wife goes to her sister for a week, and you stay in your own bed.", who_does_it="Natalie", by_when=30, replies={"b23": ""}),
    Answered(-168, ("b27",), "used", "That is what we do. Same pay as in the hospital. Four of you have signed for two nights a week.", who_does_it="Gill, contracts", by_when=60, replies={"b27": ""}),
    Answered(-218, ("b4", "b6", "b17"), "used", "The form has two pages now. It asks once, for everyone you care for. You hear within ten working days.", who_does_it="Gill, finance", by_when=30, replies={"b4": ""}),
    Answered(-215, ("b3", "b7", "b12"), "later", "We want to pay a relative or friend for a weekend. It needs new rules about tax, and a check that nobody is pushed into it.", "Our lawyers need until winter. We asked two councils that do it.", look=170, replies={"b7": ""}),
    Answered(-209, ("b5", "b8", "b13", "b20"), "used", "Night support is what the money goes to. It starts in autumn with eight workers, at the same pay as in the hospital.", who_does_it="Ms Rao", by_when=120, cost="£180,000 a year", replies={"b5": "", "b13": "", "b20": ""}),
    Answered(-205, ("b9", "b14", "b19"), "partly", "Six places at Rowan House, in the middle of town, from next month: with a music room. Two workers there learn BSL.", "We could not find a place with a garden on the bus line.", who_does_it="Ben Ash, buildings", by_when=30, replies={"b14": "", "b19": ""}),
    Answered(-200, ("b10", "b11", "b18", "b24"), "used", "A name: I decide, Ms Rao. Our letters now ask “Who is the carer?” and count grandparents and everyone over 80. And here is what became of what you said two years ago: 4 of 19 points were done. The list is on this page.", who_does_it="Natalie", by_when=20),
    Answered(-194, ("b16",), "passed", "You should not have to look for your place on our page. Dee knows the people who help young carers. She will write to you herself, not send you on.", passed_to="dee"),
    Answered(-186, ("b16",), "used", "There is a Tuesday evening for young carers at the library, with food and someone who helps with homework. Your school knows nothing of this from us. You said yes to a first visit with your brothers.", by="dee", who_does_it="Dee", by_when=14, replies={"b16": ""}),
    Answered(-181, ("b21",), "used", "The garden project stays for three years. The shed too.", who_does_it="Ben Ash, buildings", by_when=1, cost="£14,000 a year", replies={"b21": ""}),
    Answered(-176, ("b25",), "used", "You were right. Three weeks after somebody dies, and again after three months, a person rings. You helped us to write what they say.", who_does_it="Natalie", by_when=30, replies={"b25": ""}),
    Answered(-170, ("b26",), "used", "There will be no app.", "It would cost £60,000 and help those who need it least. Nobody asked for it.", replies={"b26": ""}),
    Answered(-160, ("b28",), "partly", "The council’s insurance covers the chapel’s sitting service from January, for ten families.", "Ten is what the insurance lets us try in the first year.", who_does_it="Gill, finance", by_when=60, cost="£1,900 a year", replies={"b28": ""}),
    Answered(-25, ("b32",), "used", "You told us how it is. It stays: night support has its money until March in two years.", who_does_it="Ms Rao", by_when=10, replies={"b32": ""}),
    # ── Getting around town ──
    Answered(-13, ("t2", "t17"), "used", "You were right. The spoken stops were switched off by mistake in June. They speak again on 14 of 16 buses. We now ask the drivers every Friday what is broken.", by="ben", who_does_it="Ben Ash", by_when=20, replies={"t2": "", "t17": ""}),
    Answered(-16, ("t3", "t9"), "partly", "Five benches with arms and backs come back this winter: two by the station, two by the river, one at the surgery. The market needs a new pavement first.", "There is £9,000 for benches this year. One costs £1,600.", by="ben", who_does_it="Ben Ash", by_when=70, cost="£8,000", replies={"t3": ""}),
    Answered(-12, ("t8",), "used", "The kerb is dropped on both sides now. Thank the man in the yellow jacket: he came back on his day off.", by="ben", who_does_it="Ben Ash", by_when=3),
    Answered(-10, ("t12", "t18"), "later", "We count what a Changing Places toilet by the river costs, with the water company. You hear the sum, whatever it is.", "The pipe there is too narrow. The water company says what can be done in spring.", by="rao", look=120),
    Answered(-6, ("t16",), "used", "The green man at Mill Lane stays for 16 seconds. Your watch was right.", by="ben", who_does_it="Ben Ash", by_when=2),
    Answered(-4, ("t22",), "passed", "The shelter belongs to the bus company. Ben Ash has their manager on the phone on Thursday and tells you what she says.", by="rao", passed_to="ben", checked=1),
    Answered(-2, ("t24",), "used", "500 cards that say “I need more time” are printed. Every driver has seen one. Ask at any library.", by="ben", who_does_it="Natalie", by_when=20, cost="£90", checked=None),
)  # fmt: skip

HELD = {
    "t19": "It names a neighbour and where he lives. Say it without the name and the number, and we show it.",
    "h29": "It says where a key is. We do not show that to everyone.",
}
PASSED_ON = (
    (-231, "h17", "ben", "Ben looks after the building."),
    (-31, "h41", "ben", "Ben prints the forms."),
    (-26, "t2", "ben", "Ben speaks with the bus company."),
    (-25, "t3", "ben", "Benches are Ben’s."),
    (-22, "t8", "ben", "Kerbs are Ben’s."),
    (-21, "t9", "ben", "Benches are Ben’s."),
    (-17, "t17", "ben", "Ben speaks with the bus company."),
    (-17, "t16", "ben", "Ben can change the lights."),
    (-11, "t24", "ben", "Ben meets the drivers on Fridays."),
    (-8, "t26", "ben", "Benches are Ben’s."),
)
TAKEN_BACK = ((-155, "b30"), (-47, "h43"))
ERASED = (-120, "graham")
REUSE = (
    (-30, "h44", "A film about the hub for the council’s meeting", True),
    (-15, "b32", "One sentence in the yearly report", None),
    (-150, "h21", "A talk to new care workers", False),
)
THEMES = {
    HOME: {
        "time": ("Time and visits", "When visits come, and how long they last."),
        "people": ("Who comes to my home", "Faces, names, languages, and being able to choose."),
        "forms": ("Forms, phone lines and letters", "Getting hold of us, and reading what we send."),
        "listen": ("Being asked and believed", "Being talked with, not about."),
        "nights": ("Nights and weekends", "When nobody is there."),
        "buildings": ("Places we meet in", "Lifts, toilets, and the time of day."),
    },
    BREAKS: {
        "hours": ("By the hour, by the day", "How long a break is."),
        "nights": ("A night’s sleep", "Help at night."),
        "who": ("Who takes over", "Somebody we know."),
        "forms": ("Forms and waiting", "What it takes to get a break."),
        "places": ("Where to go", "Places near home, with music, signs and gardens."),
        "listen": ("Seeing who cares", "Young carers, old carers, and after."),
    },
    TOWN: {
        "buses": ("Buses and taxis", ""),
        "toilets": ("Toilets", ""),
        "benches": ("Benches", ""),
        "kerbs": ("Pavements and crossings", ""),
        "signs": ("Signs and sounds", ""),
    },
}
WEIGHED = {
    "hours": "34 families would use it. It costs £210,000 and helps by day. It was not chosen, and it is looked at again with the price of night support known.",
    "nights": "Most of you, and the most tired of you, asked for this. It was chosen: eight workers, at hospital pay, because people said that pay is why nobody came.",
    "who": "Paying relatives needs new rules. It did not change this decision. It has a day of its own when we look at it again.",
    "forms": "It costs nothing to make a form shorter, so it was done at once and is not part of the money.",
    "places": "Six places at Rowan House were added to the choice, because 40 miles is not a break.",
    "listen": "It changed who can ask: grandparents, young carers and everyone over 80 are counted as carers.",
}
