"""Addresses of public welfare."""

from django.urls import path

from dangjianyun.welfare.views import board, check, shown, views_kept, wish

app_name = "welfare"
urlpatterns = [
    path("wishes/", wish.wish_list, name="wish_list"),
    path("wishes/new/", wish.wish_new, name="wish_new"),
    path("wishes/board/", board.wish_board, name="wish_board"),
    path("wishes/check/", check.wish_check_list, name="wish_check_list"),
    path("wishes/view/", views_kept.view_new, name="view_new"),
    path("wishes/<str:number>/", wish.wish_file, name="wish_file"),
    path("wishes/<str:number>/edit/", wish.wish_edit, name="wish_edit"),
    path("wishes/<str:number>/withdraw/", check.wish_withdraw, name="wish_withdraw"),
    path("wishes/<str:number>/publish/", check.wish_publish, name="wish_publish"),
    path("wishes/<str:number>/return/", check.wish_return, name="wish_return"),
    path("wishes/<str:number>/claim/", board.wish_claim, name="wish_claim"),
    path("wishes/<str:number>/give-back/", board.wish_give_back, name="wish_give_back"),
    path("wishes/<str:number>/fulfil/", board.wish_fulfil, name="wish_fulfil"),
    path("wishes/<str:number>/call-back/", check.wish_call_back, name="wish_call_back"),
    path("wishes/<str:number>/wisher/<str:field>/", shown.wisher_unmask, name="wisher_unmask"),
    path("offers/<str:ref>/", check.offer_file, name="offer_file"),
    path("offers/<str:ref>/<str:field>/", shown.offer_unmask, name="offer_unmask"),
]
