"""English words, plurals and spelling: tables of cases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.lang.english import FUNCTION_WORDS, lemma, plural_key, words
from nqpterms.lang.spelling import spelling_key

SAME = """
labour/labor labours/labors labourer/laborer colour/color colourful/colorful behaviour/behavior
behavioural/behavioral favour/favor favourable/favorable unfavourable/unfavorable harbour/harbor
honour/honor honourable/honorable humour/humor neighbour/neighbor neighbourhood/neighborhood
rumour/rumor endeavour/endeavor endeavours/endeavors vapour/vapor armour/armor rigour/rigor
vigour/vigor savour/savor demeanour/demeanor flavour/flavor parlour/parlor discolour/discolor
modernise/modernize modernised/modernized modernises/modernizes modernising/modernizing
modernisation/modernization organisation/organization organisations/organizations
organisational/organizational organiser/organizer realise/realize recognise/recognize
emphasise/emphasize mobilise/mobilize stabilise/stabilize utilisation/utilization
industrialised/industrialized urbanisation/urbanization optimise/optimize prioritise/prioritize
digitalisation/digitalization standardised/standardized specialised/specialized
revitalisation/revitalization reorganise/reorganize analyse/analyze analysed/analyzed
analysing/analyzing paralysed/paralyzed catalyse/catalyze centre/center centres/centers
centred/centered centring/centering theatre/theater metre/meter kilometre/kilometer
kilometres/kilometers litre/liter fibre/fiber calibre/caliber lustre/luster meagre/meager
catalogue/catalog catalogued/cataloged cataloguing/cataloging dialogue/dialog dialogues/dialogs
analogue/analog defence/defense offence/offense licence/license licences/licenses
pretence/pretense travelled/traveled travelling/traveling traveller/traveler cancelled/canceled
modelling/modeling labelled/labeled fuelled/fueled signalled/signaled levelling/leveling
channelled/channeled counsellor/counselor councillor/councilor marvellous/marvelous
jewellery/jewelry fulfil/fulfill fulfilment/fulfillment enrol/enroll enrolment/enrollment
instalment/installment skilful/skillful wilful/willful programme/program programmes/programs
judgement/judgment acknowledgement/acknowledgment grey/gray mould/mold plough/plow
aluminium/aluminum practise/practice sceptical/skeptical ageing/aging artefact/artifact
sulphur/sulfur manoeuvre/maneuver encyclopaedia/encyclopedia paediatric/pediatric
leukaemia/leukemia anaesthetic/anesthetic oestrogen/estrogen foetus/fetus archaeology/archeology
enquiry/inquiry towards/toward learnt/learned focussed/focused benefitted/benefited
haemoglobin/hemoglobin diarrhoea/diarrhea orthopaedic/orthopedic draught/draft
""".split()

UNCHANGED = """
exercise advertise advertised advertising rise rising arise wise otherwise likewise advise advised
advisers supervise supervised revise revised devise improvise televise surprise surprising comprise
comprises compromise enterprise enterprises promise promised premise premises praise raise raised
noise poise precise concise paradise expertise franchise merchandise demise despise disguise cruise
treatise tortoise exercising four tour our hour your pour sour flour source course court journal
journey tourism resource outsource contour devour detour encourage nourish size prize seize acre
massacre genre ogre where there more core entire require future measure fence hence science
evidence influence rogue vogue vague league colleague fatigue called calling controlled filled
selling excellent intelligent install installed fall full policy crises basis visited poised
analysis analyses data china people programmer
""".split()

PLURALS = """
forces:force economies:economy analyses:analysis criteria:criterion data:data news:news
series:series economics:economics species:species means:means policies:policy countries:country
enterprises:enterprise processes:process businesses:business branches:branch boxes:box
pushes:push heroes:hero shoes:shoe ties:tie movies:movie women:woman children:child feet:foot
lives:life shelves:shelf gases:gas buses:bus viruses:virus bases:base cases:case houses:house
sizes:size areas:area ideas:idea agendas:agenda quotas:quota formulas:formula photos:photo
themselves:themselves focuses:focus epidemics:epidemic characteristics:characteristic
logistics:logistics
topics:topic critics:critic republics:republic clinics:clinic physics:physics politics:politics
statistics:statistics mathematics:mathematics glass:glass class:class status:status bus:bus
basis:basis thus:thus this:this is:is gas:gas lens:lens headquarters:headquarters goods:goods
NPCs:npc SMEs:sme UAVs:uav China's:china workers':worker workers’:worker days:day keys:key
phenomena:phenomenon crises:crisis hypotheses:hypothesis indices:index taxes:tax values:value
industries:industry led:led running:running development:development AI:ai us:us menus:menu
""".split()


@pytest.mark.parametrize("pair", SAME)
def test_british_and_american_spelling_share_a_key(pair):
    british, american = pair.split("/")
    assert spelling_key(british) == spelling_key(american.upper())


@pytest.mark.parametrize("word", UNCHANGED)
def test_what_only_looks_british_stays(word):
    assert spelling_key(word) == word


@given(st.sampled_from([word for pair in SAME for word in pair.split("/")]))
def test_a_key_is_its_own_key(word):
    assert spelling_key(spelling_key(word)) == spelling_key(word)


@pytest.mark.parametrize("pair", PLURALS)
def test_plurals_fold_to_the_singular(pair):
    word, singular = pair.split(":")
    assert plural_key(word) == singular


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Two words.", ["Two", "words"]),
        ("high-quality, well–known", ["high", "quality", "well", "known"]),
        (
            "China's and workers’ rights; don't",
            ["China's", "and", "workers", "rights", "don't"],
        ),
        ("the U.S. in 2024", ["the", "U.S.", "in", "2024"]),
        (
            "1,234.5 of 5G and PM2.5.",
            ["1,234.5", "of", "5G", "and", "PM2", "5"],
        ),
        ("naïve Łódź 新词 x", ["naïve", "Łódź", "x"]),
        ("snake_case 'quoted'", ["snake", "case", "quoted"]),
    ],
)
def test_words(text, expected):
    assert [span.of(text) for span in words(text)] == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("built", "build"),
        ("Children", "child"),
        ("NQPF", "nqpf"),
        ("5G", "5g"),
        ("", ""),
    ],
)
def test_lemma(word, expected):
    assert lemma(word) == expected


def test_stopwords_are_small_words():
    assert {"the", "of", "and", "is"} <= FUNCTION_WORDS
    assert not {"china", "new", "development"} & FUNCTION_WORDS


@given(st.text(max_size=30))
def test_any_text_is_read(text):
    end = 0
    for span in words(text):
        assert end <= span.start < span.end
        end = span.end
    for key in (plural_key, spelling_key, lemma):
        assert isinstance(key(text), str)
