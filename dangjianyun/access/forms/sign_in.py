"""Signing in, and choosing a password."""

from typing import Any

from django import forms

from dangjianyun.access.passwords import HINT
from dangjianyun.foundation.forms import ActorForm

_PLAIN = {"autocapitalize": "none", "spellcheck": "false"}


class SignInForm(forms.Form):
    """Account and password; nothing here says which of the two was wrong."""

    username = forms.CharField(
        label="账号",
        max_length=60,
        error_messages={"required": "填写账号"},
        widget=forms.TextInput(attrs={**_PLAIN, "autocomplete": "username"}),
    )
    password = forms.CharField(
        label="密码",
        max_length=200,
        strip=False,
        error_messages={"required": "填写密码"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ChoosePasswordForm(forms.Form):
    """A new password, twice. Whoever holds the one-time link fills it in."""

    password = forms.CharField(
        label="新密码",
        max_length=200,
        strip=False,
        help_text=HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label="再输一遍",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both alike."""
        cleaned = super().clean() or {}
        first, second = cleaned.get("password"), cleaned.get("repeated")
        if first and second and first != second:
            self.add_error("repeated", "两次输入的密码不一样")
        return cleaned


class ChangePasswordForm(ChoosePasswordForm, ActorForm):
    """The present password, then the new one twice."""

    present = forms.CharField(
        label="现在的密码",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("present", "password", "repeated")
