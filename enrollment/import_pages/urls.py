"""The addresses of imports that are not a register's common ones: row numbers and primary keys, no names."""

from django.urls import URLPattern, path

from enrollment.import_pages import views
from school.records.register import register_named

ONE = "nhap-danh-sach/<int:pk>/"


def patterns() -> list[URLPattern]:
    """Once every register is declared."""
    register = register_named("enrollment.roster_import")
    found = {
        "receive": ("nhap-danh-sach/moi/", views.Receive),
        "columns": (f"{ONE}cot/", views.TellColumns),
        "cell": (f"{ONE}o/<int:row>/<int:column>/", views.MendCell),
        "choose": (f"{ONE}chon/<int:row>/", views.ChooseLearner),
        "agency": (f"{ONE}don-vi/<int:row>/", views.ChooseAgency),
        "agencies": (f"{ONE}don-vi-moi/", views.CreateAgencies),
        "left_excel": (f"{ONE}con-lai/excel", views.LeftOver),
    }
    return [
        path(address, view.as_view(register=register), name=f"roster_import_{name}")
        for name, (address, view) in found.items()
    ]
