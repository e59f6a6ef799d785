"""Addresses about people off post."""

from django.urls import path

from accounts.permissions import page
from penalties.views import post

urlpatterns = [
    path("m/post/", post.my_post, name="my_post"),
    path("off-post/", post.off_post_list, name="off_post"),
    path("off-post/<str:username>/jobs/", page("penalties:reassign_jobs")(post.ReassignJobs.as_view()),
         name="reassign_jobs"),
    path("off-post/<str:username>/back/", page("penalties:reinstate")(post.Reinstate.as_view()), name="reinstate"),
]  # fmt: skip
