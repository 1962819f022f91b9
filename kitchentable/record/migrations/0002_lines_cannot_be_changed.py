"""The database refuses to change or take away lines and seals."""

from django.db import migrations

from kitchentable.record import guard


def put_up(_apps, schema_editor):
    guard.put_up(schema_editor.connection)


def take_down(_apps, schema_editor):
    guard.take_down(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("record", "0001_start")]

    operations = [migrations.RunPython(put_up, take_down)]
