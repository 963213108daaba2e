"""Brings assets/ into Superset and points its database at the warehouse: ``python import_assets.py``.

Runs in Superset's own environment, after `superset db upgrade` and `superset init`. Safe to repeat: what is here
overwrites what is there (by UUID), other people's charts stay. PARIX_BI_URI is a URI of bi_reader (any scheme of
PostgreSQL); its password is kept, encrypted, in Superset's database and never in assets/.
"""

import os
import sys
from pathlib import Path

ASSETS = Path(__file__).resolve().parent / "assets"
DATABASE = "databases/parix.yaml"


def contents(uri: str, assets: Path = ASSETS) -> dict[str, str]:
    """The files as Superset's importer wants them, with the warehouse's address in the place of the sample one."""
    import yaml

    found = {str(path.relative_to(assets)): path.read_text("utf-8") for path in sorted(assets.rglob("*.yaml"))}
    database = yaml.safe_load(found[DATABASE])
    database["sqlalchemy_uri"] = "postgresql+psycopg2://" + uri.split("://", 1)[1]
    return found | {DATABASE: yaml.safe_dump(database, allow_unicode=True, sort_keys=False)}


def main() -> None:
    if not os.environ.get("PARIX_BI_URI"):
        sys.exit(
            "PARIX_BI_URI is not set: the address of the warehouse as bi_reader, as `parix dsn bi_reader` prints it"
        )
    from superset.app import create_app

    with create_app().app_context():
        from superset import security_manager
        from superset.commands.importers.v1.assets import ImportAssetsCommand
        from superset.utils.core import override_user

        with override_user(security_manager.find_user("admin")):
            ImportAssetsCommand(contents(os.environ["PARIX_BI_URI"])).run()
    print(f"{len(list(ASSETS.rglob('*.yaml'))) - 1} assets imported")


if __name__ == "__main__":
    main()
