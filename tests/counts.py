"""How many ranks the sample night publishes: PAR 2022 and 2023 of the districts, 2023 of the departments, PAR and SIPAS 2026
of the communes, and set 766 of 2026 as the portal shows it (province, departments and agencies, communes)."""

RANKS = 21 + 21 + 23 + 130 + 130 + (1 + 15 + 130)
