"""Accounts, roles, grants, tokens, submits and the audit chain."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from dangjianyun.foundation.days import DAWN, OPEN

DESK = "access/"
"""The place at which the three administrators are granted; business roles never are."""


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts for sign-in."""


class Account(AbstractBaseUser):
    """Somebody who signs in. Rights come from grants only; there is no superuser."""

    username = models.CharField("账号", max_length=60, unique=True)
    label = models.CharField("姓名或岗位", max_length=60)
    unit_label = models.CharField("所在单位", max_length=120, blank=True)
    is_active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    preferences = models.JSONField(default=dict)

    USERNAME_FIELD = "username"
    unspoken = ("password",)
    objects = AccountManager()

    class Meta:
        verbose_name = "账号"

    def __str__(self) -> str:
        return self.label

    def locked(self) -> "Account":
        """This account, read again and locked until the transaction ends."""
        return Account.objects.select_for_update().get(pk=self.pk)

    def hangs_below(self, places: tuple[str, ...]) -> bool:
        """Accounts hang nowhere but at themselves; administrators hold `access/`."""
        return f"a/{self.pk}/" in places or DESK in places


class Desk:
    """The administrators' desk: accounts and grants are changed there, tokens and links given."""

    def hangs_below(self, places: tuple[str, ...]) -> bool:
        """Whoever was granted the desk sits at it."""
        return DESK in places


class Role(models.Model):
    """A named set of permissions. `kind` keeps the three administrators apart from business."""

    class Kind(models.TextChoices):
        BUSINESS = "business", "业务"
        SYSTEM = "system", "系统管理员"
        SECURITY = "security", "安全管理员"
        AUDIT = "audit", "审计管理员"

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField("名称", max_length=50, unique=True)
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.BUSINESS)
    permissions = models.JSONField("权限", default=list)

    class Meta:
        verbose_name = "角色"

    def __str__(self) -> str:
        return self.name


class GrantRow(models.Model):
    """An account holds a role at a place, from a day to a day.

    `kind` repeats the role's, so that the database can refuse two kinds for one account: nobody is
    ever two of the three administrators, nor an administrator and a business user, at any time.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants")
    role = models.ForeignKey(Role, models.PROTECT)
    kind = models.CharField("类别", max_length=10, choices=Role.Kind, default=Role.Kind.BUSINESS)
    place = models.CharField("范围", max_length=120)
    place_label = models.CharField("范围名称", max_length=120, blank=True)
    since = models.DateField("起始日", default=DAWN)
    until = models.DateField("终止日（不含）", default=OPEN)

    class Meta:
        verbose_name = "授权"
        ordering: ClassVar = ["-since", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")), name="grant_has_a_length"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account}：{self.role}，{self.place_label or self.place}"


class Token(models.Model):
    """A bearer token of the HTTP API; only its SM3 is kept."""

    unspoken = ("digest",)

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField("用途", max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField("失效时间")

    class Meta:
        verbose_name = "接口令牌"

    def __str__(self) -> str:
        return self.label or f"令牌{self.pk}"


class FirstSignIn(models.Model):
    """A one-time link with which the owner, and nobody else, chooses the password."""

    unspoken = ("digest",)

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField("失效时间")
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = "首次登录链接"

    def __str__(self) -> str:
        return f"{self.account}的首次登录链接"


class SavedView(models.Model):
    """Conditions of a list that an account keeps under a name; `query` is the list's address."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="views")
    sheet = models.CharField("名单", max_length=40)
    name = models.CharField("名称", max_length=20)
    query = models.CharField("条件", max_length=600)

    class Meta:
        verbose_name = "保存的视图"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "sheet", "name"], name="one_view_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class SubmitKey(models.Model):
    """A submit that had its effect, with the answer it got, so that a repetition has none."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=b"")
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "key"], name="one_effect_a_key")
        ]


class AuditHead(models.Model):
    """The end of one city's chain. Locked last in every writing transaction."""

    chain = models.CharField(max_length=12, primary_key=True)
    sequence = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)
    at = models.DateTimeField(null=True)


class AuditEntry(models.Model):
    """Who did what to which row, in the same transaction as the change, chained by HMAC-SM3.

    `changes` maps a column to [before, after]; columns of class S3 and S4 hold a salted commitment.
    `subject` and `second` are the files whose history shows the entry: `registry.organization/7`.
    """

    chain = models.CharField(max_length=12)
    sequence = models.BigIntegerField()
    at = models.DateTimeField("时间")
    actor = models.CharField("账号", max_length=60)
    actor_label = models.CharField("经办人", max_length=180)
    origin = models.CharField("来源", max_length=10)
    action = models.CharField("动作", max_length=80)
    operation = models.CharField(max_length=10)
    table = models.CharField(max_length=60)
    row = models.CharField(max_length=40)
    row_label = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=80, blank=True)
    second = models.CharField(max_length=80, blank=True)
    changes = models.JSONField(default=dict)
    reason = models.CharField("理由", max_length=300, blank=True)
    batch = models.CharField(max_length=40, blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = "审计记录"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="one_entry_a_number")
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject", "-id"], name="audit_subject"),
            models.Index(fields=["second", "-id"], name="audit_second"),
            models.Index(fields=["table", "row"], name="audit_row"),
            models.Index(fields=["actor", "-id"], name="audit_actor"),
            models.Index(fields=["batch"], name="audit_batch"),
            models.Index(fields=["at"], name="audit_at"),
        ]
