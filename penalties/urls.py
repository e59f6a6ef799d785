from django.urls import include, path

from accounts.permissions import page
from penalties.views import appeals, mine, month_acts, months, statement

app_name = "penalties"
urlpatterns = [
    path("", include("penalties.bulletin_urls")),
    path("", include("penalties.post_urls")),
    path("m/me/", mine.mine, name="mine"),
    path("m/me/<int:pk>/", mine.why, name="why"),
    path("m/me/<int:pk>/proof/", mine.file_proof, name="file_proof"),
    path("m/me/<int:pk>/appeal/", page("penalties:appeal")(appeals.FileAppeal.as_view()), name="appeal"),
    path("penalties/<int:pk>/notice/", appeals.notice_pdf, name="notice_pdf"),
    path("penalties/<int:pk>/notice/<str:digest>/", appeals.check_notice, name="check_notice"),
    path("m/statement/", statement.statement, name="statement"),
    path("m/statement/<str:month>/", statement.statement, name="statement_at"),
    path("m/statement/<str:month>/seen/", statement.acknowledge, name="acknowledge_statement"),
    path(
        "m/statement/<str:month>/appeal/",
        page("penalties:appeal_month")(statement.AppealMonth.as_view()),
        name="appeal_month",
    ),
    path("months/", months.months_list, name="months"),
    path("months/pay-limit/", page("penalties:set_pay_limit")(month_acts.SetPayLimit.as_view()), name="set_pay_limit"),
    path("months/pay/", months.pays_list, name="pays"),
    path("months/<str:month>/", months.month, name="month"),
    path("months/<str:month>/export/", months.export, name="export_statements"),
    path("months/<str:month>/overview/", months.export_overview, name="export_overview"),
    *(
        path(f"months/<str:month>/{act.replace('_', '-')}/", page(f"penalties:{act}")(view.as_view()), name=act)
        for act, view in month_acts.OF_MONTH.items()
    ),
    path("months/<str:month>/<str:username>/", months.engineer, name="month_of"),
    *(
        path(
            f"months/<str:month>/<str:username>/{act.replace('_', '-')}/",
            page(f"penalties:{act}")(view.as_view()),
            name=act,
        )
        for act, view in month_acts.OF_PERSON.items()
    ),
    *(
        path(
            f"months/<str:month>/<str:username>/<str:key>/{act.replace('_', '-')}/",
            page(f"penalties:{act}")(view.as_view()),
            name=act,
        )
        for act, view in month_acts.OF_ITEM.items()
    ),
]
