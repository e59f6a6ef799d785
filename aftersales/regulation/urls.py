from django.urls import path

from aftersales.regulation import views
from aftersales.regulation.drafts import acting
from aftersales.regulation.drafts import views as drafts

app_name = "rulebook"
urlpatterns = [
    path("", views.clauses, name="clauses"),
    path("versions/", drafts.versions, name="versions"),
    path("versions/<int:number>/", views.changes, name="changes"),
    path("versions/<int:number>/book.yaml", drafts.book_file, name="book_file"),
    path("drafts/new/", drafts.new_draft, name="new_draft"),
    path("drafts/<int:number>/", drafts.draft, name="draft"),
    path("drafts/<int:number>/params/", drafts.params, name="draft_params"),
    path("drafts/<int:number>/file/", drafts.file, name="draft_file"),
    path("drafts/<int:number>/publish/", acting.publish, name="publish_draft"),
    path("drafts/<int:number>/discard/", acting.discard, name="discard_draft"),
    path("drafts/<int:number>/rehearse/", acting.rehearse, name="rehearse"),
    path("drafts/<int:number>/rehearsals/<int:pk>/", acting.rehearsal, name="rehearsal"),
]
