"""The answers of the sample's national portal: SAMPLE DATA in the shapes that public clients captured in autumn 2026."""

import uuid
from decimal import Decimal

from sample import portal_numbers as numbers
from sample.portal_numbers import FLAGS, MAXIMA, PROVINCE, part, share, to_two

GROUPS = {"transparency": 18, "dvc-progress-tree": 20, "provide-online-tree": 12,
          "formality-online-payment-tree": 10, "handling-satisfaction": 18, "dossier-digitized": 22}  # fmt: skip
CODES = dict(zip(GROUPS, ("CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH"), strict=True))
ROOT_ID = str(uuid.uuid5(uuid.NAMESPACE_DNS, PROVINCE))
KINDS = {"COMMUNE": "COMMUNE_PEOPLE_COMMITTEE", "PROVINCE": "PROVINCIAL_DEPARTMENT"}


def level_of(code: str) -> str:
    """PROVINCE for a department, COMMUNE for a commune or ward, as the trees of the portal say it."""
    unit = numbers.below().get(code)
    return "PROVINCE" if unit and unit["level"] == "department" else "COMMUNE"


class World:
    """What the portal knows. ``day`` 1, 2, …: later days, on which it overwrote its figures. ``maxima``: its formula.
    ``without``: (endpoint, unit code) that its answers lack; ``extra``: codes of units that nobody knows."""

    def __init__(self) -> None:
        self.day, self.maxima = 0, dict(MAXIMA)
        self.without: set[tuple[str, str]] = set()
        self.extra: list[str] = []

    def units(self, endpoint: str) -> list[tuple[str, str]]:
        """Code and name of the units below the province, in the order of the codes as text."""
        known = {code: unit["name_vi"] if unit["level"] == "department" else f"UBND {unit['name_vi']}"
                 for code, unit in numbers.below().items()}  # fmt: skip
        known |= dict.fromkeys(self.extra, "UBND xã chưa có trong danh mục")
        return sorted((c, n) for c, n in known.items() if not {(endpoint, c), ("*", c)} & self.without)

    def count(self, code: str, months: tuple[str, ...]) -> int:
        """Dossiers of a unit as the portal has them: some of the province's were not synchronised."""
        codes = [code] if code != PROVINCE else [*numbers.below(), *self.extra]
        own = (part(numbers.received()[c, m], "0.96", "1.001", c, m) for c in codes for m in months)
        return sum(own) + self.day * len(codes) * (months[-1] >= "2026-10")

    def metrics(self, endpoint: str, code: str, months: tuple[str, ...]) -> list[dict]:
        """The metric lines of a unit: three endpoints have some."""
        of, n, every = (code, months[0], len(months)), self.count(code, months), len(months) > 1
        petitions = part(5, "0", "1", *of, "petitions") if code != PROVINCE else 61 * len(months)
        sides = {
            "transparency": {
                "PUBLISH_ON_TIME": (1, 47) if every else (0, 0), "PUBLIC_UPDATE_ON_TIME": (43, 47) if every else (0, 0),
                "PUBLIC_CONTENT_FULL": (47, 48), "DOSSIER_SYNC": (0, 0) if code == numbers.UNREPORTED else (n, n)},
            "dossier-digitized": {
                "ORIGINAL_RESULT_AVAILABLE": (part(n, "0.7", "1", *of, 1), n),
                "SO_HOA_GIAY_TO_GIAI_QUYET": (part(n, "0.3", "0.8", *of, 2), n),
                "ELECTRONIC_CERTIFIED_COPY": (96, 130) if code == PROVINCE else (None, None),
                "REUSED_DIGITIZED_DATA": (part(n, "0.3", "0.95", *of, 3), n),
                "SYNCED_WITH_DVCQG_PERSONAL_STORAGE": (part(n, "0", "0.1", *of, 4), n),
                "CITIZEN_DATA_CONNECTED_DOSSIER": (part(n, "0.3", "0.7", *of, 5), n),
                "CITIZEN_DATA_CONNECTED_FORMALITY": (part(388, "0.02", "0.1", *of, 6), 388)},
            "handling-satisfaction": {
                "PETITION_CLASSIFICATION_TTHC": (0, petitions),
                "DOSSIER_RECEIVING_SATISFACTION": (part(n, "0.75", "1", *of, 7), n),
                "PETITION_PROCESSING_ON_TIME": (part(petitions, "0.6", "1", *of, 8), petitions),
                "PETITION_HANDLING_SATISFACTION": (part(petitions, "0.4", "1", *of, 9), petitions),
                "PETITION_CLASSIFICATION_STAFF": (0, petitions)},
        }  # fmt: skip
        return [self._metric(code, m, *pair) for m, pair in sides[endpoint].items() if m in self.maxima]

    def _metric(self, code: str, metric: str, n: int | None, d: int | None) -> dict:
        most = Decimal(self.maxima[metric])
        score = numbers.points(metric, n, d, most)
        if (code, metric) == numbers.FINDING:
            score += Decimal("0.05")
        line = {"code": metric, "name": f"Tỷ lệ {metric} (dữ liệu mẫu)", "numerator": n, "denominator": d,
                "ratio": to_two(Decimal(100 * n) / d) if d else None, "score": score, "maxScore": most}  # fmt: skip
        if metric == "DOSSIER_SYNC":
            flag = "TEMP_NATIONAL_REPORT_DENOMINATOR" if d else "NO_NATIONAL_REPORT_DATA"
            line |= {"dataQualityStatus": flag, "dataQualityMessage": FLAGS[flag]}
        return line

    def fields(self, endpoint: str, code: str, months: tuple[str, ...]) -> dict:
        """The numbers of an endpoint without metrics, its points among them."""
        of, n = (code, months[0], len(months)), self.count(code, months)
        if endpoint == "dvc-progress-tree":
            on_time = part(n, "0.85", "0.995", *of, "time")
            score = to_two(Decimal(20 * on_time) / n) if n else None
            return {"totalReceived": n, "totalOnTime": on_time, "totalOverdue": n - on_time,
                    "avgProcessingDays": to_two(1 + 4 * share(*of, "days")), "totalScore": score}  # fmt: skip
        if endpoint == "provide-online-tree":
            if code != PROVINCE:  # below the province the portal shows the points alone
                return {"totalScore": to_two(Decimal("5.9") + share(*of, "online"))}
            used, online = part(1968, "0.15", "0.3", *of, "used"), part(n, "0.9", "0.99", *of, "channel")
            score = min(Decimal(2), Decimal(2 * 52) / 56 / Decimal("0.8")) + Decimal(4 * used) / 1968
            score += min(Decimal(6), Decimal(6 * online) / n / Decimal("0.5"))
            return {"totalScore": to_two(score), "authorityCount": 56, "partialCount": 31, "fullCount": 21,
                    "onlineDossierCount": used, "onlineServiceTotal": 1968, "channelOnlineSum": online,
                    "channelDirectSum": n - online, "channelPostalSum": 0, "channelTotalSum": n}  # fmt: skip
        due = part(n, "0.5", "0.7", *of, "due")
        paid, fees = part(due, "0.6", "1", *of, "paid"), 36 if code != PROVINCE else 310
        used, offered = part(fees, "0.2", "0.5", *of, "used"), part(fees, "0.1", "0.3", *of, "offered")
        score = (Decimal(6 * paid) / due if due else 0) + min(Decimal(2), Decimal("2.5") * used / fees)
        return {"totalScore": to_two(score + Decimal("2.5") * offered / fees), "totalDossierOnlinePaymentSuccess": paid,
                "totalDossierFinancialObligation": due, "totalDossierOnlineFormalityPaymentSuccess": used,
                "totalFeeDossierFormality": offered, "totalFeeFormality": fees}  # fmt: skip

    def unit(self, endpoint: str, code: str, name: str, months: tuple[str, ...]) -> dict:
        """A unit as an endpoint shows it; where there are metrics it is named by its id alone."""
        who = {"departmentId": str(uuid.uuid5(uuid.NAMESPACE_DNS, code)), "departmentName": name}
        if not endpoint.endswith("-tree"):
            metrics = self.metrics(endpoint, code, months)
            top = sum(self.maxima[m["code"]] for m in metrics)
            score = sum((m["score"] for m in metrics if m["score"] is not None), Decimal(0))
            level = "PROVINCE" if code == PROVINCE else KINDS[level_of(code)]
            return who | {"departmentType": level, "totalScore": score, "totalMaxScore": top, "scoreDelta": None,
                          "metrics": metrics}  # fmt: skip
        level = {} if code == PROVINCE else {"level": level_of(code)}
        return who | {"departmentCode": code, **level, "totalMaxScore": GROUPS[endpoint], "scoreDelta": None,
                      **self.fields(endpoint, code, months)}  # fmt: skip

    def totals(self, code: str, name: str, months: tuple[str, ...]) -> dict:
        """Points of a unit over all groups, as service-results shows them."""
        scores = {CODES[e]: self.unit(e, code, name, months)["totalScore"] or Decimal(0) for e in GROUPS}
        total = sum(scores.values(), Decimal(0))
        return {"departmentId": str(uuid.uuid5(uuid.NAMESPACE_DNS, code)), "departmentName": name, "ratio": total,
                "departmentCode": code, "totalScore": total, "scoreDelta": None, "groupScores": scores}  # fmt: skip
