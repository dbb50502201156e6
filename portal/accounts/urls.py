"""Addresses of accounts, among the portal's own."""

from django.urls import path

from portal.accounts import views
from portal.accounts.register import ACCOUNT, LINK
from school.records.urls import patterns

give_link = views.GiveLink.as_view(register=ACCOUNT, action_name=LINK.name)
pages = [
    path("mat-khau/", views.ChangePassword.as_view(), name="change_password"),
    path("dat-mat-khau/<uidb64>/<token>/", views.SetPassword.as_view(), name="set_password"),
    path("tai-khoan/nhap/", views.ImportAccounts.as_view(), name="account_import"),
    path("tai-khoan/lien-ket/", views.ShowLinks.as_view(), name="account_links"),
    path(f"tai-khoan/<int:pk>/{LINK.slug}/", give_link, name="account_link"),  # before the register's own
    *patterns(ACCOUNT),
]
