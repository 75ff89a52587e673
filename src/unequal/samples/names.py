"""Names of firms that do not exist, each kind of company with customers of its own trade."""

from __future__ import annotations

from .draws import Draws

ROOTS: dict[str, tuple[str, ...]] = {
    "freight": (
        "Aldermoor", "Askerholt", "Brennavik", "Castelmora", "Corvenna", "Dellarive", "Drummorack", "Duinhaven",
        "Eskelund", "Fairlough", "Fennimore", "Garnebro", "Grimsmark", "Halvorstad", "Hexworth", "Isarquell",
        "Jolivent", "Juvennes", "Kestervoort", "Kilbrannagh", "Korvala", "Lindquay", "Lomellina Nord", "Mareuil-Sud",
        "Marrowick", "Morvanne", "Nordkaja", "Oberlauter", "Ostravelle", "Pellworm & Sohn", "Petrichel", "Quillhaven",
        "Ravnsund", "Rocafina", "Saltmarke", "Skarholm", "Solventa", "Stavrenko", "Tessenbrück", "Thornquist",
        "Tidewell", "Ulverby", "Vallombra", "Vellamoor", "Wexcombe", "Wieringa-Post", "Ystrand", "Zeeduin",
    ),
    "building": (
        "Ashdrum", "Basalt & Byrne", "Brackenfell", "Calderoe", "Cantera Viva", "Clayhurst", "Dolmengray", "Ebbehøj",
        "Feldspat", "Flintlock Hill", "Gneisenthal", "Granholm", "Greywether", "Hallsteen", "Hartkalk", "Ironlea",
        "Jurakamm", "Kalkveen", "Karstadel", "Kieswerder", "Lavoisée", "Lehmbruck", "Limewick", "Marlstone",
        "Meulière", "Moraine", "Ockerwald", "Ofenhorst", "Pedrafina", "Porphyr", "Quarzau", "Rubblecote",
        "Sandhaugen", "Schieferloh", "Slatebeck", "Steenvoorde", "Terrafosca", "Tuffenstein", "Umbra", "Veldspar",
        "Wackerling", "Wolkenstein", "Zementa", "Ziegelrode",
    ),
    "practice": (
        "am Birkenhain", "am Lindenwinkel", "Achterhof", "Beckenrath", "Bellwald", "Brodersen", "Dr. Ahlquist",
        "Dr. Ebinger", "Dr. Fürstenau", "Dr. Göttling", "Dr. Hövelkamp", "Dr. Jablonska", "Dr. Käsmann",
        "Dr. Lütgendorf", "Dr. Möhrmann", "Dr. Oyelaran", "Dr. Petkanova", "Dr. Rüsseler", "Dr. Sözen",
        "Dr. Überreiter", "Eschenlohe", "Fährmann & Kühn", "Feldhoven", "Grünau-West", "Haselgrund", "im Kornspeicher",
        "im Torhaus", "Immenfeld", "Kastanienallee", "Krähenbühl", "Langenweiler", "Löwenzahn", "Moosbrugger",
        "Neuwiesen", "Obertor", "Pappelhof", "Quellengrund", "Rosenstieg", "Sankt Ägid", "Seeblick Mitte", "Spreebogen",
        "Steinerner Steg", "Tannhoff", "Uferweg", "Vogelsang-Ost", "Wachholder", "Weidenkamp", "Zum Alten Markt",
    ),
    "advice": (
        "Abernathy Rowe", "Alder & Finch", "Bluestem", "Broadacre", "Cedar Fork", "Copperline", "Dunmarrow",
        "Easterbrook", "Fallow & Reed", "Foxglen", "Gannet Street", "Harrowgate Lane", "Hollin", "Juniper Row",
        "Kettlewell", "Lark & Loom", "Millrace", "Nine Oaks", "O'Dwyer", "Orchard Bay", "Pemberly", "Quincy Hollow",
        "Redfern", "Saltbox", "Sorrel", "Tallow Bridge", "Umberland", "Vesper Hill", "Whitlock & Daughters", "Yarrow",
    ),
}  # fmt: skip
# By the industry of the customer, so that no dentist is called a stable.
TRADES: dict[str, dict[str, tuple[str, ...]]] = {
    "freight": {
        "Terminals": ("Terminals", "Stevedores", "Quays"),
        "Haulage": ("Haulage", "Transports", "Spedition", "Freight"),
        "Shipping lines": ("Lines", "Rederi", "Shipping", "Cargo"),
        "Warehousing": ("Warehousing", "Cold Chain", "Logistics"),
    },
    "building": {
        "Concrete and brick": ("Concrete", "Brickworks", "Cement", "Aggregates"),
        "Insulation": ("Insulation", "Dämmstoffe", "Facades"),
        "Roofing": ("Roofing", "Timber", "Toitures"),
        "Ceramics": ("Ceramics", "Tiles", "Glass"),
    },
    "practice": {
        "Physiotherapie": ("Physiotherapie", "Osteopathie", "Ergotherapie"),
        "Zahnmedizin": ("Zahnarztpraxis", "Kieferorthopädie", "Praxis für Zahnheilkunde"),
        "Tiermedizin": ("Tierarztpraxis", "Kleintierpraxis", "Tierklinik"),
        "Logopädie": ("Logopädie", "Sprachtherapie", "Stimmpraxis"),
    },
    "advice": {
        "Advice": ("Wealth", "Retirement Advisers", "Pension Partners", "Planning"),
        "Accounting": ("Tax & Planning", "Fiduciary", "Accounting"),
    },
}
PLACES: dict[str, tuple[str, ...]] = {
    "freight": ("Baltic", "Biscay", "North", "Adria", "Kattegat", "Delta"),
    "building": ("Nord", "Alpine", "Flanders", "Lower Rhine", "Veneto", "Danube"),
    "practice": ("Nord", "Süd", "am Markt", "am Park", "in der Altstadt", "am Bahnhof"),
    "advice": ("East", "Lakeside", "Downtown", "of the Plains", "Coast"),
}
ONE_IN_NINE = 1 / 9
FORMS: dict[str, tuple[str, ...]] = {
    "freight": ("", "", " Ltd", " GmbH", " B.V.", " AS", " S.A.", " & Co. KG", " Oy", " AB"),
    "building": ("", "", " Ltd", " GmbH", " NV", " S.r.l.", " SAS", " Group", " AG", " A/S"),
    "practice": ("", "", "", "", " GbR", " MVZ"),
    "advice": ("", "", " LLC", " Inc.", " LLP", ", P.C."),
}
# Legal, and a nuisance: what reads a file must not stumble over these.
AWKWARD: dict[str, tuple[str, ...]] = {
    "freight": (
        "=Plus Spedition GmbH", "Dupontel, Lefèvrand & Cie", "O'Harrigan & Daughters Haulage", "Łukowiec Spedycja",
        'Müllerhaus "Die Kaje" KG', "+49 Kontor Logistik", "Ångström-Sjö Rederi AB", "7Seas Forwarding",
    ),
    "building": (
        "=Quadrat Fliesen AG", "Cantieri Bellò, Fratelli & C.", "D'Arcanel Matériaux", "Żwirek Kruszywa",
        "@Home Dämmstoffe", "Blocks, Beams & Beyond Ltd",
    ),
    "practice": (
        "=Gleichgewicht Praxis", "Dr. med. dent. Ö. Şahinkaya", "Bein, Rücken & Co.", "L'Équilibre Genève",
        "-Pause- Ergotherapie",
    ),
    "advice": ("=Equal Parts Planning", "Nuñez, Ibarrola & Quist LLP", "D'Angelique Retirement"),
}  # fmt: skip


class NameBook:
    """Gives each firm a name that no other has.

    Args:
        flavour: A key of ROOTS.
        draws: A stream for names alone.
    """

    def __init__(self, flavour: str, draws: Draws) -> None:
        self._flavour = flavour
        self._draws = draws
        self._given: set[tuple[str, ...]] = set()
        self._awkward = list(AWKWARD[flavour])

    def name(self, industry: str) -> str:
        """Return the name of a new firm; one in nine is awkward, while there are such."""
        if self._draws.chance(ONE_IN_NINE) and self._awkward:
            return self._awkward.pop(0)
        words = self._unused(industry)
        ordered = words if self._flavour != "practice" else (words[1], words[0], *words[2:])
        return " ".join(ordered) + self._draws.pick(FORMS[self._flavour])

    def _unused(self, industry: str) -> tuple[str, ...]:
        while True:
            words = (self._draws.pick(ROOTS[self._flavour]), self._draws.pick(TRADES[self._flavour][industry]))
            if words in self._given:
                words = (*words, self._draws.pick(PLACES[self._flavour]))
            if words not in self._given:
                self._given.add(words)
                return words
