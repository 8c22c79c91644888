from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from coproduce.demo.load import load


class Command(BaseCommand):
    help = "Load the demo: a council, its projects and the people in them. Changes nothing where it is loaded."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo is for trying Coproduce out. It can't be loaded in production.")
        self.stdout.write("The demo is loaded." if load(timezone.now()) else "The demo was there already.")
