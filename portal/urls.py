"""Addresses: unaccented Vietnamese for people, English names for code."""

from django.contrib import admin
from django.urls import include, path

from portal.views import account, errors, figures, home, reports

year = "bao-cao/<int:year>/"
pages = [
    path("", home.Home.as_view(), name="home"),
    path("dang-nhap/", account.SignIn.as_view(), name="sign_in"),
    path("dang-xuat/", account.SignOut.as_view(), name="sign_out"),
    path("khoe/", home.health, name="health"),
    path("bao-cao/", reports.Reports.as_view(), name="reports"),
    path(year, reports.AnnualReportPage.as_view(), name="annual_report"),
    path(f"{year}cong/", reports.AnnualTotal.as_view(), name="annual_total"),
    path(f"{year}pdf", reports.AnnualReportFile.as_view(), name="annual_report_pdf"),
    path(f"{year}word", reports.AnnualReportFile.as_view(kind=reports.WORD), name="annual_report_word"),
    path(f"{year}excel", reports.AnnualReportFile.as_view(kind=reports.EXCEL), name="annual_report_excel"),
    path("so-lieu/<slug:measure_name>/", figures.FigureRows.as_view(), name="figure_rows"),
    path("so-theo-bao-cao/<int:pk>/", figures.DeclaredFigurePage.as_view(), name="declared_figure"),
    path("so-theo-bao-cao/muc/<int:pk>/", figures.DeclaredFactPage.as_view(), name="declared_fact"),
]

urlpatterns = [
    path("", include((pages, "portal"))),
    path("quan-tri/", admin.site.urls),
]

handler404 = errors.not_found
handler500 = errors.failed
