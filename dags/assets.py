"""What the DAGs hand to each other."""

from airflow.sdk import Asset

DOSSIERS = Asset("raw_dossiers")
EVALUATION = Asset("raw_evaluation")
WORKBOOKS = Asset("raw_workbooks")
OFFICIAL = Asset("official_ranking")
MARTS = Asset("marts")
BUILD = Asset("build")  # it ended, with a new release or without
