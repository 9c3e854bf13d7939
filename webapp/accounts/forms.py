"""Forms of accounts."""

from django import forms
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _


class SignUpForm(UserCreationForm):  # type: ignore[type-arg]  # generic in the stubs only
    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("username",)


class FirstAdminForm(UserCreationForm):  # type: ignore[type-arg]  # generic in the stubs only
    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("username", "email")


class DetailsForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    class Meta:
        model = User
        fields = ("username", "email")

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        others = User.objects.exclude(pk=self.instance.pk)
        if others.filter(username__iexact=name).exists():
            raise forms.ValidationError(_("This name is taken. Choose another."))
        return name


class ResetForm(forms.Form):
    email = forms.EmailField(max_length=254)
