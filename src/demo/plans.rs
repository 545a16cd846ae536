//! The ideas of the demo. The people are invented; some names lean on what wijken in Groningen did.

/// An idea of the demo.
pub struct DemoIdea {
    /// The idea in one sentence.
    pub title: &'static str,
    /// Why it is good for the wijk.
    pub why: &'static str,
    /// What residents do themselves.
    pub residents: &'static str,
    /// What is asked of the gemeente.
    pub municipality: &'static str,
    /// What it costs, in euros.
    pub euros: i64,
    /// Slug of its theme; empty for none.
    pub theme: &'static str,
    /// Where.
    pub place: &'static str,
    /// How well it is liked: the chance in a hundred that a voter ticks it.
    pub liked: u32,
}

const fn idea(theme: &'static str, liked: u32, euros: i64, texts: [&'static str; 5]) -> DemoIdea {
    let [title, why, residents, municipality, place] = texts;
    DemoIdea { title, why, residents, municipality, euros, theme, place, liked }
}

const GROEN: &str = "groen-en-buitenzijn";
const VERKEER: &str = "verkeer-en-veiligheid";
const BOUW: &str = "bouw-en-duurzaamheid";
const SAMEN: &str = "meedoen-en-samenzijn";
const KUNST: &str = "kunst-cultuur-en-historie";

/// The 22 plans of De Wijert, in five themes.
pub const DE_WIJERT: [DemoIdea; 22] = [
    idea(
        GROEN,
        58,
        12_500,
        [
            "Plukbomen in het plantsoen",
            "Appels, peren en noten voor iedereen. Kinderen zien waar fruit vandaan komt.",
            "Wij planten, snoeien en plukken samen. Twaalf bewoners doen mee.",
            "De bomen, de grond en een les in snoeien.",
            "Plantsoen aan de Van Iddekingeweg",
        ],
    ),
    idea(
        GROEN,
        54,
        18_000,
        [
            "Een natuurlijke speelplek bij het water",
            "Kinderen spelen er met zand, water en boomstammen. Er is weinig te doen voor kinderen van 4 tot 10 jaar.",
            "Ouders houden de plek schoon en helpen bij de bouw.",
            "Ontwerp, keuring en onderhoud van de bodem.",
            "Vijver in De Wijert-Zuid",
        ],
    ),
    idea(
        GROEN,
        49,
        9_800,
        [
            "Bloemen en bijen langs het fietspad",
            "Een kleurig lint door de wijk. Goed voor bijen en vlinders.",
            "Wij zaaien elk voorjaar opnieuw en wieden drie keer per jaar.",
            "Zaad, en anders maaien dan nu.",
            "Fietspad langs de Vondellaan",
        ],
    ),
    idea(
        GROEN,
        45,
        24_000,
        [
            "Bankjes en een pad in het park",
            "Ouderen kunnen weer een rondje lopen en onderweg rusten.",
            "Wij houden bij waar het pad nat wordt en vegen het blad.",
            "Een halfverhard pad en acht bankjes met leuning.",
            "Park bij de Hora Siccamasingel",
        ],
    ),
    idea(
        GROEN,
        43,
        15_500,
        [
            "Een wijktuin voor jong en oud",
            "Samen tuinieren, samen eten wat er groeit. De school doet mee.",
            "Een tuingroep van twintig bewoners en twee klassen.",
            "Een hek, een waterpunt en schone grond.",
            "Veld achter de school",
        ],
    ),
    idea(
        VERKEER,
        38,
        21_000,
        [
            "Veilig oversteken bij de school",
            "Elke ochtend is het druk met auto's. Kinderen durven niet over te steken.",
            "Ouders staan twee keer per week als klaar-over.",
            "Een zebrapad, een drempel en licht.",
            "Kruising bij de school",
        ],
    ),
    idea(
        VERKEER,
        29,
        6_400,
        [
            "Beter licht op het achterpad",
            "Het pad is donker. Mensen fietsen om.",
            "Wij snoeien de heggen en melden kapotte lampen.",
            "Vijf zuinige lantaarnpalen.",
            "Achterpad bij de flats",
        ],
    ),
    idea(
        VERKEER,
        24,
        14_000,
        [
            "Fietsnietjes bij de winkels",
            "Fietsen staan nu op de stoep. Wie slecht loopt, kan er niet langs.",
            "De winkeliers houden de plek vrij.",
            "Veertig nietjes en een vak voor bakfietsen.",
            "Winkelcentrum Overwinningsplein",
        ],
    ),
    idea(
        VERKEER,
        18,
        27_500,
        [
            "Dertig is dertig: drempels in de laan",
            "Er wordt te hard gereden.",
            "Wij meten zelf met een leenbord van de gemeente.",
            "Drie drempels en borden.",
            "Laan naar het ziekenhuis",
        ],
    ),
    idea(
        BOUW,
        22,
        19_500,
        [
            "Zonnepanelen op het buurthuis",
            "De rekening gaat omlaag. Het geld gaat naar activiteiten.",
            "Een werkgroep vergelijkt aanbiedingen en houdt de opbrengst bij.",
            "Een bijdrage in de aanschaf.",
            "Buurthuis De Wijert",
        ],
    ),
    idea(
        BOUW,
        17,
        8_500,
        [
            "Regentonnen voor honderd tuinen",
            "Minder water op straat bij een bui, meer water in de tuin bij droogte.",
            "Wij delen de tonnen uit en helpen bij het plaatsen.",
            "Honderd tonnen.",
            "De hele wijk",
        ],
    ),
    idea(
        BOUW,
        14,
        26_000,
        [
            "Groene daken op de schuurtjes",
            "Koeler in de zomer en mooier om te zien vanaf de flats.",
            "Bewoners leggen de matten zelf, met een vakman erbij.",
            "Matten en advies over het dak.",
            "Schuren bij de portiekflats",
        ],
    ),
    idea(
        BOUW,
        11,
        11_000,
        [
            "Een klusbus die bespaart",
            "Veel bewoners weten niet hoe ze tocht en kou buiten houden.",
            "Zes handige bewoners rijden mee.",
            "Een bus, gereedschap en materiaal voor een jaar.",
            "De hele wijk",
        ],
    ),
    idea(
        SAMEN,
        41,
        7_500,
        [
            "Een bakkie en een prakkie",
            "Elke week samen koffie drinken en eten. Tegen eenzaamheid.",
            "Een kookploeg van vijftien bewoners kookt om de beurt.",
            "Geld voor eten en een ruimte met een keuken.",
            "Buurthuis De Wijert",
        ],
    ),
    idea(
        SAMEN,
        36,
        12_000,
        [
            "Een ontmoetingsplek onder de overkapping",
            "Een plek waar je elkaar tegenkomt, ook als het regent.",
            "Wij ruimen op en maken afspraken over de avond.",
            "Een overkapping met banken.",
            "Plein bij de bibliotheek",
        ],
    ),
    idea(
        SAMEN,
        27,
        4_800,
        [
            "De week van de groet",
            "Een week lang zegt iedereen elkaar gedag, met een programma in elke straat.",
            "Straatambassadeurs organiseren het.",
            "Drukwerk en een muziekinstallatie.",
            "De hele wijk",
        ],
    ),
    idea(
        SAMEN,
        21,
        9_000,
        [
            "Taalmaatjes in de wijk",
            "Wie Nederlands leert, oefent met een buur.",
            "Dertig maatjes, elke week een uur.",
            "Boekjes en iemand die de koppels helpt.",
            "Bibliotheek",
        ],
    ),
    idea(
        SAMEN,
        16,
        16_000,
        [
            "Een sportveldje dat het hele jaar open is",
            "Jongeren willen buiten sporten. Nu is er niets in de winter.",
            "Jongeren beheren de sleutel en het rooster.",
            "Een kunstgrasmat en licht tot tien uur.",
            "Terrein aan de rand van de wijk",
        ],
    ),
    idea(
        KUNST,
        26,
        8_200,
        [
            "De wijk vertelt: verhalen op de muur",
            "Oude bewoners vertellen, jonge bewoners schilderen.",
            "Wij verzamelen verhalen en schilderen mee.",
            "Een kunstenaar, verf en een steiger.",
            "Kopgevels aan de singel",
        ],
    ),
    idea(
        KUNST,
        19,
        13_500,
        [
            "Een podium in het park",
            "Muziek en toneel van de wijk, voor de wijk.",
            "Een programmagroep maakt elke zomer zes avonden.",
            "Een klein podium met stroom.",
            "Park bij de vijver",
        ],
    ),
    idea(
        KUNST,
        13,
        5_500,
        [
            "Naambordjes met een verhaal",
            "Wie was de dichter van mijn straat? Dat staat straks op een bordje.",
            "Bewoners schrijven de teksten.",
            "Dertig bordjes.",
            "De schrijversbuurt",
        ],
    ),
    idea(
        KUNST,
        9,
        17_000,
        [
            "Een oude bus als wijkmuseum",
            "De geschiedenis van de wijk op een plek waar je langs loopt.",
            "Vrijwilligers houden het museum op zaterdag open.",
            "Een opgeknapte bus en een plek.",
            "Overwinningsplein",
        ],
    ),
];

/// What came in but could not be done, with the reason the gebiedsteam gave.
pub const DE_WIJERT_NOT: [(DemoIdea, &str); 2] = [
    (
        idea(
            VERKEER,
            0,
            450_000,
            [
                "Een tunnel onder de ring",
                "Dan zijn wij sneller in de stad.",
                "Wij denken mee over de plek.",
                "Een tunnel voor fietsers.",
                "Zuidelijke ringweg",
            ],
        ),
        "De ringweg is van het Rijk. Een tunnel kost veel meer dan er in het gebiedsbudget zit. Wij gaven uw idee door aan het project dat de ring verbouwt.",
    ),
    (
        idea(
            BOUW,
            0,
            30_000,
            ["Gratis parkeren voor iedereen", "Parkeren is te duur.", "Wij letten op elkaars auto.", "Geen parkeergeld meer.", "De hele wijk"],
        ),
        "De gemeenteraad bepaalt wat parkeren kost, voor de hele stad. Met geld van één wijk kunnen wij dat niet veranderen.",
    ),
];

/// Ideas of the round that is open in Lewenborg.
pub const LEWENBORG: [DemoIdea; 6] = [
    idea(
        SAMEN,
        0,
        3_500,
        [
            "Soep en stemmen: elke maand een wijkavond",
            "Met soep erbij komen er meer mensen.",
            "Wij koken en zetten de stoelen klaar.",
            "De huur van de zaal.",
            "Het wijkgebouw",
        ],
    ),
    idea(
        GROEN,
        0,
        6_000,
        [
            "Een pad langs de stadsboerderij",
            "Met de kinderwagen kom je er nu niet.",
            "Wij helpen met aanleggen.",
            "Schelpen en een wals.",
            "Bij de stadsboerderij",
        ],
    ),
    idea(
        SAMEN,
        0,
        2_200,
        [
            "De kinderraad kiest een speeltoestel",
            "Kinderen weten zelf het beste wat leuk is.",
            "De kinderraad doet een rondvraag op drie scholen.",
            "Een toestel en de keuring.",
            "Speelveld in Lewenborg-Noord",
        ],
    ),
    idea(
        KUNST,
        0,
        4_000,
        [
            "Een boekenkast in elke straat",
            "Lezen wordt makkelijk en je spreekt je buren.",
            "Elke straat zorgt voor zijn kast.",
            "Hout en verf.",
            "Lewenborg-West",
        ],
    ),
    idea(
        VERKEER,
        0,
        5_500,
        [
            "Licht bij de fietstunnel",
            "In de tunnel is het donker en nat.",
            "Wij maken samen een schildering.",
            "Lampen en een afvoer.",
            "Fietstunnel bij de rondweg",
        ],
    ),
    idea(
        GROEN,
        0,
        9_500,
        [
            "Samen een voedselbos",
            "Over vijf jaar plukken wij noten en bessen.",
            "Twintig mensen planten en leren.",
            "Een stuk grond en plantgoed.",
            "Rand van de wijk",
        ],
    ),
];

/// Ideas under review in Selwerd, Paddepoel and Tuinwijk.
pub const SPT: [DemoIdea; 9] = [
    idea(
        SAMEN,
        0,
        12_000,
        [
            "Een wijkbedrijf voor klussen",
            "Bewoners zonder werk doen ervaring op en helpen buren.",
            "Zes bewoners trekken de kar.",
            "Een werkplaats en gereedschap.",
            "Selwerd",
        ],
    ),
    idea(
        SAMEN,
        0,
        2_500,
        [
            "De minimalistische eettafel",
            "Eten van wat anders weggegooid wordt.",
            "Wij halen het op en koken.",
            "Een koelkast en kratten.",
            "Paddepoel",
        ],
    ),
    idea(
        GROEN,
        0,
        8_000,
        ["Van steen naar tuin", "Minder tegels, minder hitte.", "Wij wippen de tegels en brengen ze weg.", "Aarde en planten.", "Tuinwijk"],
    ),
    idea(
        GROEN,
        0,
        7_500,
        [
            "Tegels eruit, planten erin",
            "Onze straat is te warm in de zomer.",
            "Alle buren doen mee op één zaterdag.",
            "Planten en een container.",
            "Tuinwijk",
        ],
    ),
    idea(
        VERKEER,
        0,
        11_000,
        [
            "Een woonerf waar kinderen kunnen spelen",
            "Auto's rijden te hard door de straat.",
            "Wij maken zelf de bloembakken.",
            "Palen en borden.",
            "Selwerd",
        ],
    ),
    idea(
        KUNST,
        0,
        3_000,
        ["Een wijkkoor voor alle talen", "Zingen kan iedereen.", "Wij zoeken een dirigent en een zaal.", "Het eerste jaar de kosten.", "Paddepoel"],
    ),
    idea(
        BOUW,
        0,
        15_000,
        [
            "Een deelwerkplaats voor fietsen",
            "Repareren is goedkoper dan nieuw.",
            "Vrijwilligers helpen op zaterdag.",
            "Ruimte en gereedschap.",
            "Paddepoel-Noord",
        ],
    ),
    idea(
        SAMEN,
        0,
        4_500,
        ["Kamers vol verhalen", "Studenten en ouderen eten bij elkaar.", "Wij maken de koppels.", "Geld voor boodschappen.", "Selwerd"],
    ),
    idea(
        GROEN,
        0,
        6_000,
        [
            "Wij onderhouden zelf het plantsoen",
            "Met bloemen en kruiden wordt het mooier dan met alleen gras.",
            "Vijftien buren maaien, snoeien en ruimen op.",
            "Het geld dat het onderhoud nu kost.",
            "Paddepoel",
        ],
    ),
];

/// Plans residents of Hoogkerk vote on now, in the themes of that round.
pub const HOOGKERK: [DemoIdea; 12] = [
    idea(
        "kinderen-en-jongeren",
        52,
        24_000,
        [
            "Een pumptrackbaan",
            "Voor fiets, step en skateboard. Voor alle leeftijden.",
            "Jongeren ontwerpen mee.",
            "Aanleg en keuring.",
            "Bij de sporthal",
        ],
    ),
    idea("kinderen-en-jongeren", 40, 18_500, ["Een klimbos", "Klimmen tussen de bomen.", "Ouders helpen bouwen.", "Hout en touwen.", "Het park"]),
    idea(
        "kinderen-en-jongeren",
        31,
        29_000,
        ["Een plek voor jongeren", "Een dak, stroom en wifi.", "Jongeren maken de regels.", "Een oude container, opgeknapt.", "Bij het station"],
    ),
    idea(
        "verkeer",
        47,
        22_000,
        [
            "Een veilige route naar school",
            "Schilderingen en drempels op de route.",
            "Kinderen maken de tekeningen.",
            "Verf en drempels.",
            "Zuiderweg",
        ],
    ),
    idea(
        "verkeer",
        28,
        35_000,
        ["Een rotonde voor fietsers", "Nu botst het bijna elke week.", "Wij tellen het verkeer.", "Ontwerp en aanleg.", "Kruising in het dorp"],
    ),
    idea("verkeer", 22, 14_000, ["Meer plek voor wandelaars", "De stoep is te smal.", "Wij wijzen de plekken aan.", "Bredere stoep.", "Zuiderweg"]),
    idea(
        "groen",
        44,
        16_000,
        ["Honderd bomen voor Hoogkerk", "Schaduw en schone lucht.", "Wij geven water in de zomer.", "De bomen.", "Het hele dorp"],
    ),
    idea(
        "groen",
        37,
        26_500,
        [
            "Een vogelpad langs het water",
            "Een pad met kijkhutten.",
            "De vogelwerkgroep geeft rondleidingen.",
            "Aanleg van het pad.",
            "Langs het diep",
        ],
    ),
    idea(
        "ontmoeten",
        49,
        28_000,
        ["Een huiskamer voor het dorp", "Iedereen kan binnenlopen.", "Dertig vrijwilligers.", "De verbouwing.", "De oude winkel"],
    ),
    idea(
        "ontmoeten",
        33,
        9_500,
        ["Een muziekavond per maand", "Samen zingen en dansen.", "De muziekvereniging organiseert.", "Licht en geluid.", "De kerk"],
    ),
    idea(
        "sport-en-bewegen",
        38,
        21_000,
        [
            "Buiten sporten voor iedereen",
            "Toestellen die ook ouderen kunnen gebruiken.",
            "Een beweeggroep, drie keer per week.",
            "De toestellen.",
            "Het park",
        ],
    ),
    idea(
        "sport-en-bewegen",
        26,
        32_000,
        ["Een jeu-de-boulesbaan met dak", "Het hele jaar door spelen.", "De club onderhoudt de baan.", "Een dak en een baan.", "Bij de sporthal"],
    ),
];
