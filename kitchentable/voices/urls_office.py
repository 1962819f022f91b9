"""The office side: who owes what, answering, checking, writing for someone, themes, decisions, questions."""

from django.urls import path

from kitchentable.voices.views import answering, deciding, office, papers, understanding, writing_for

urlpatterns = [
    path("office/said/", office.said_list, name="said_list"),
    path("office/said/many/", office.many, name="many"),
    path("office/said/<str:code>/", office.one, name="one"),
    path("office/said/<str:code>/pass/", office.pass_on, name="pass_on"),
    path("office/said/<str:code>/words/", office.transcribe, name="transcribe"),
    path("office/said/<str:code>/publish/", office.publish, name="publish"),
    path("office/said/<str:code>/hold/", office.hold, name="hold"),
    path("office/said/<str:code>/themes/", office.into_themes, name="into_themes"),
    path("office/said/<str:code>/come-back/", office.bring_back, name="bring_back"),
    path("office/said/<str:code>/heard/", understanding.hear, name="hear"),
    path("office/said/<str:code>/heard/<int:pk>/", understanding.note_agree, name="note_agree"),
    path("office/said/<str:code>/reply/", understanding.note_reply, name="note_reply"),
    path("office/said/<str:code>/reuse/", understanding.ask_reuse, name="ask_reuse"),
    path("office/said/<str:code>/reuse/<int:pk>/", understanding.note_reuse, name="note_reuse"),
    path("office/said/<str:code>/sharing/", understanding.note_sharing, name="note_sharing"),
    path("office/said/<str:code>/take-back/", understanding.note_withdraw, name="note_withdraw"),
    path("office/said/<str:code>/add/", understanding.note_more, name="note_more"),
    path("office/said/<str:code>/read-out/", writing_for.read_out, name="read_out"),
    path("office/answer/", answering.answer, name="answer"),
    path("office/check/<str:key>/", answering.check, name="check"),
    path("office/works/<slug:slug>/write/", writing_for.write_for, name="write_for"),
    path("office/works/<slug:slug>/themes/", deciding.themes, name="themes"),
    path("office/works/<slug:slug>/themes/<int:pk>/", deciding.theme, name="theme"),
    path("office/works/<slug:slug>/decisions/", deciding.decisions, name="decisions"),
    path("office/works/<slug:slug>/decisions/<int:number>/", deciding.decision, name="decision"),
    path("office/works/<slug:slug>/decisions/<int:number>/weigh/<int:pk>/", deciding.weigh, name="weigh"),
    path("office/works/<slug:slug>/questions/", deciding.questions, name="questions"),
    path("office/works/<slug:slug>/questions/new/", deciding.ask, name="ask"),
    path("office/works/<slug:slug>/questions/<int:pk>/", deciding.question, name="question"),
    path("office/works/<slug:slug>/questions/<int:pk>/papers/", papers.question_papers, name="question_papers"),
    path("office/works/<slug:slug>/questions/<int:pk>/open/", deciding.open_question, name="open_question"),
    path("office/works/<slug:slug>/questions/<int:pk>/close/", deciding.close_question, name="close_question"),
    path("office/works/<slug:slug>/questions/<int:pk>/instead/", deciding.ask_instead, name="ask_instead"),
]
