"""Addresses of batches and of what leaves as a table."""

from django.urls import path, register_converter

from dangjianyun.foundation.veiled import keyed
from dangjianyun.interchange.views import acts, downloads, file, held, listing, upload

register_converter(keyed("interchange.HeldRow"), "heldrow")

app_name = "interchange"
urlpatterns = [
    path("", listing.batch_list, name="batch_list"),
    path("new/", upload.batch_new, name="batch_new"),
    path("template/<str:name>/", downloads.sheet_template, name="sheet_template"),
    path("export/", downloads.sheet_export, name="sheet_export"),
    path("export/shown/<str:name>/", downloads.list_export, name="list_export"),
    path("export/<str:name>/", downloads.sheet_export, name="sheet_export"),
    path("held/", held.held_list, name="held_list"),
    path("held/<heldrow:pk>/", held.held_file, name="held_file"),
    path("<str:number>/", file.batch_file, name="batch_file"),
    path("<str:number>/errors/", file.batch_errors, name="batch_errors"),
    path("<str:number>/notes/", file.batch_notes, name="batch_notes"),
    path("<str:number>/changes/", file.batch_changes, name="batch_changes"),
    path("<str:number>/annotated/", downloads.batch_annotated, name="batch_annotated"),
    path("<str:number>/confirm/", acts.batch_confirm, name="batch_confirm"),
    path("<str:number>/undo/", acts.batch_undo, name="batch_undo"),
    path("<str:number>/discard/", acts.batch_discard, name="batch_discard"),
]
