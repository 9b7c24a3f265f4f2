"""Addresses of the access room; the sign-in stands at the root, see config.urls."""

from django.urls import path, register_converter

from dangjianyun.access.views import accounts, audit, grants, own
from dangjianyun.foundation.veiled import keyed

register_converter(keyed("access.Token"), "token")

app_name = "access"
urlpatterns = [
    path("me/", own.own_account, name="own_account"),
    path("me/password/", own.change_password, name="change_password"),
    path("me/tokens/new/", own.token_new, name="token_new"),
    path("me/tokens/<token:token>/end/", own.token_end, name="token_end"),
    path("accounts/", accounts.account_list, name="account_list"),
    path("accounts/new/", accounts.account_new, name="account_new"),
    path("accounts/<str:username>/", accounts.account_file, name="account_file"),
    path("accounts/<str:username>/link/", accounts.account_link, name="account_link"),
    path("accounts/<str:username>/switch/", accounts.account_switch, name="account_switch"),
    path("accounts/<str:username>/grants/new/", grants.grant_new, name="grant_new"),
    path("grants/", grants.grant_list, name="grant_list"),
    path("grants/<int:grant>/end/", grants.grant_end, name="grant_end"),
    path("roles/", grants.role_list, name="role_list"),
    path("audit/", audit.audit_list, name="audit_list"),
    path("audit/export/", audit.audit_export, name="audit_export"),
    path("audit/verify/", audit.audit_verify, name="audit_verify"),
]
