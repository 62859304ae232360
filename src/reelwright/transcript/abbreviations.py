"""Words whose full stop usually ends no sentence, and words that usually begin one."""

from __future__ import annotations

ABBREVIATIONS = frozenset(
    """
    mr mrs ms mx dr prof rev fr hon st sr jr gen col maj capt cpt cmdr lt sgt cpl adm gov sen rep pres supt
    messrs mt ft
    vs v e.g i.e eg ie cf al fig figs eq eqs no nos vol vols ch sec p pp par ed eds trans approx est dept univ
    assn ave blvd rd
    inc ltd co corp bros jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
    a.m p.m ph.d m.d b.a m.a b.sc m.sc a.d b.c a.k.a
    sra srta dra d dña ud uds vd vds ee.uu pág págs núm tel av avda ej p.ej
    m mm mme mmes mlle mlles me mgr p.ex env boul chap art
    hr fr frl nr bzw z.b d.h u.a u.u s.o s.u vgl ca geb gest str abs bd evtl ggf inkl max min mio mrd sog usf
    sig sigg sig.ra dott dott.ssa ing avv geom rag on cap pag
    dhr mevr mw drs ir mr blz bijv d.w.z m.b.t o.a t.a.v
    exmo exma eng arq v.exa lda fls
    tzw np m.in tj ul al prof hab inż mgr pl os
    г гг ул д кв стр рис им т.е т.к т.д т.п напр проф акад см руб тыс млн млрд
    """.split()
)

CLOSING_ABBREVIATIONS = frozenset(["etc", "usw", "u.s.w", "ecc", "enz", "itd", "itp", "osv", "tai", "т.д", "т.п", "др"])
"""Ends of lists: a capital after them begins a sentence."""

ORDINAL_LANGUAGES = frozenset(
    ["de", "da", "nb", "nn", "no", "fi", "is", "et", "lv", "cs", "sk", "sl", "hr", "sr", "bs", "hu", "tr", "az"]
)
"""Languages that write an ordinal as a number with a full stop."""

STARTERS = frozenset(
    """
    the a this that these those it its he she they we you i in on at by for from with as if when while where
    what who why how
    but and or so yet then there here now his her their our my your one some many most all no not after before since
    although because however therefore meanwhile also even today only every each both two three another such
    der die das ein eine dieser diese dieses es er sie wir ihr ich im in am an auf mit für von bei als wenn
    wann wo was wer
    wie aber und oder doch dann da hier nun sein seine ihre unser nach vor seit jedoch auch nur danach außerdem so
    le la les l un une des ce cette ces il elle ils elles nous vous je on en dans sur par pour avec si quand où
    qui que mais
    et ou donc puis ainsi après avant depuis cependant
    el los las una unos unas este esta estos estas ello ella ellos ellas nosotros yo se con cuando donde quien
    pero y o
    entonces luego después antes desde sin como también
    il lo gli uno questo questa questi queste esso essa noi io nel nella con quando dove chi ma e poi dopo
    prima dal anche
    o os as um uma este esta ele ela eles elas nós eu no na com quando onde quem mas então depois antes também
    de het een deze dit die hij zij wij ik in op bij met als toen waar wie maar en of dan daarna ook
    """.split()
)
