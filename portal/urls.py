"""Addresses: unaccented Vietnamese for people, English names for code."""

from django.contrib import admin
from django.urls import include, path

from portal.accounts.urls import pages as account_pages
from portal.views import account, class_list, criteria, errors, figures, home, plan, reports, search

year = "bao-cao/<int:year>/"
indicator = "tieu-chi/<int:pk>/"
pages = [
    path("", home.Home.as_view(), name="home"),
    path("dang-nhap/", account.SignIn.as_view(), name="sign_in"),
    path("dang-xuat/", account.SignOut.as_view(), name="sign_out"),
    path("tim/", search.SearchEverywhere.as_view(), name="search"),
    path("khoe/", home.health, name="health"),
    path("bao-cao/", reports.Reports.as_view(), name="reports"),
    path(year, reports.AnnualReportPage.as_view(), name="annual_report"),
    path(f"{year}cong/", reports.AnnualTotal.as_view(), name="annual_total"),
    path(f"{year}pdf", reports.AnnualReportFile.as_view(), name="annual_report_pdf"),
    path(f"{year}word", reports.AnnualReportFile.as_view(kind=reports.WORD), name="annual_report_word"),
    path(f"{year}excel", reports.AnnualReportFile.as_view(kind=reports.EXCEL), name="annual_report_excel"),
    path("ke-hoach/", plan.Plans.as_view(), name="plans"),
    path("ke-hoach/<int:year>/", plan.PlanPage.as_view(), name="plan"),
    path("so-lieu/<slug:measure_name>/", figures.FigureRows.as_view(), name="figure_rows"),
    path("so-theo-bao-cao/<int:pk>/", figures.DeclaredFigurePage.as_view(), name="declared_figure"),
    path("tieu-chi/", criteria.CriteriaBoard.as_view(), name="criteria"),
    path(indicator, criteria.IndicatorPage.as_view(), name="criteria_indicator"),
    path(f"{indicator}xac-nhan/", criteria.Attest.as_view(), name="criteria_attest"),
    path(f"{indicator}giao/", criteria.Assign.as_view(), name="criteria_assign"),
    path(f"{indicator}xong/<int:task>/", criteria.Finish.as_view(), name="criteria_finish"),
    path(f"{indicator}minh-chung/", criteria.AddEvidence.as_view(), name="criteria_add_evidence"),
    path(f"{indicator}go/<int:use>/", criteria.WithdrawEvidence.as_view(), name="criteria_withdraw_evidence"),
    path("minh-chung/<int:pk>/tep", criteria.EvidenceFile.as_view(), name="evidence_file"),
    path("so-theo-bao-cao/muc/<int:pk>/", figures.DeclaredFactPage.as_view(), name="declared_fact"),
    path("lop/<int:pk>/xuat-danh-sach/", class_list.ClassListPage.as_view(), name="class_list"),
    path("lop/<int:pk>/xuat-danh-sach/tep", class_list.ClassListFile.as_view(), name="class_list_export"),
    *account_pages,
]

urlpatterns = [
    path("", include((pages, "portal"))),
    path("", include("school.urls")),
    path("", include("courses.urls")),
    path("", include("enrollment.urls")),
    path("", include("research.urls")),
    path("quan-tri/", admin.site.urls),
]

handler404 = errors.not_found
handler500 = errors.failed
