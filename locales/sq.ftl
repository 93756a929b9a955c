# Every sentence that leaves a run, in Albanian. Fluent syntax: https://projectfluent.org/fluent/guide/
# Keys and arguments are declared in the program; a test compares them with this file, both ways.
# Names of people, places and positions are titles and begin with a capital; what is decided, ordered or asked is
# a phrase and does not.
# Names come in the nominative and cannot be declined: they stand first, after “te” or “nga”, after a colon or in
# brackets. Not reviewed by a native speaker yet: docs/translation.md has the terms and the doubtful ones.

## How durations, lists and quantities are said

duration-s = { $seconds } s
duration-min-s = { $minutes } min { $seconds } s
duration-h-min = { $hours } orë { $minutes } min

list-none = asnjë
list-more = { $first }, { $rest }
list-and-others =
    { $n ->
        [one] { $rest } dhe { $n } tjetër
       *[other] { $rest } dhe { $n } të tjera
    }
list-last = { $rest } dhe { $last }

unit-count = { $n }
unit-cubic-metre-per-second = { $n } m³/s
unit-fraction = { $n }
unit-hectare = { $n } ha
unit-metre = { $n } m
unit-metre-per-second = { $n } m/s
unit-person =
    { $n ->
        [one] { $n } person
       *[other] { $n } persona
    }
unit-person-minute =
    { $n ->
        [one] { $n } person-minutë
       *[other] { $n } person-minuta
    }
unit-person-per-second = { $n } persona/s
unit-second = { $n } s

## The timeline: the hazard

shaking-begins = { $subject }: toka lëkundet për { $duration_s }. Magnituda { $magnitude }, intensiteti { $intensity } në shkollë.
region-shakes = { $subject }, magnituda { $magnitude }. Toka lëkundet më fort këtu: { $strongest_in }, intensiteti { $intensity }, për { $duration_s }.
shaking-ends = { $subject }: lëkundjet pushuan.
early-warning = Te { $place } jepet paralajmërimi i hershëm: lëkundje të forta vijnë pas pak sekondash ({ $subject }).

levee-breaks = { $subject }: hapet një çarje.
barrier-stands = { $subject }: pengesa u ngrit në lartësinë e plotë.
barrier-ordered = { $subject }: jepet urdhri për ndërtim; nisen njerëzit dhe thasët me rërë.
works-flow = { $subject }: tani e tutje { $flow_m3_s }.
works-open = { $subject }: hapet deri në { $open_m }.
works-on = { $subject }: vihet në punë.
works-off = { $subject }: ndalet.
water-comes = { $subject }: arrin uji, me thellësi { $depth_m }.
water-goes = { $subject }: uji u largua.
floor-under-water = { $subject }: uji mbi dysheme është { $depth_m }; mjediset e këtij kati nuk mund të përdoren më.
floor-free-of-water = { $subject }: uji u largua nga kati.
water-dangerous = { $subject }: uji është { $danger ->
        [for-some] i rrezikshëm për disa, para së gjithash për fëmijët dhe për njerëzit e dobët
        [for-most] i rrezikshëm për shumicën e njerëzve
        [for-all] i rrezikshëm për të gjithë, edhe për shpëtuesit
       *[low] rrezik
    }; thellësia { $depth_m }, shpejtësia { $speed_m_s }.
gauge-rises-to = { $subject }: niveli rritet në { $level_m }; { $alert ->
        [watch] kalohet pragu i vëzhgimit.
        [warning] kalohet pragu i paralajmërimit.
        [flood] kalohet pragu i përmbytjes.
       *[normal] gjendje normale.
    }
gauge-falls-to = { $subject }: niveli bie në { $level_m }; { $alert ->
        [watch] vetëm vëzhgim.
        [warning] vetëm paralajmërim.
       *[normal] nën të gjitha pragjet.
    }
gauge-read = { $subject }: lexohet niveli, { $level_m }.
forecast-issued = { $subject }: parashikohet niveli { $level_m }. Koha deri atëherë: { $lead_s }.
resident-calls = { $subject }: telefonon një banor dhe thotë se uji është rreth { $depth_m } i thellë.
patrol-stays = Patrulla { $patrol } nuk niset: uji ka mbyllur rrugën. Vendi: { $subject }.
patrol-sees-water = Patrulla { $patrol } sheh ujë, rreth { $depth_m }. Vendi: { $subject }.
patrol-turns-back = Patrulla { $patrol } kthehet prapa: uji është rreth { $depth_m }. Vendi: { $subject }.
patrol-sees-breach = Patrulla { $patrol } sheh një çarje. Vendi: { $subject }.
patrol-sees-nothing-new = Patrulla { $patrol } e mbaroi kontrollin nga { $subject } e tutje dhe nuk ka parë asgjë të re.
settlement-told =
    { $people ->
        [0] { $subject }: merret { $how ->
            [order] urdhri për t'u larguar.
           *[warning] paralajmërimi.
        }
        [one] { $subject }: merret { $how ->
            [order] urdhri për t'u larguar.
           *[warning] paralajmërimi.
        } Në shtëpi është një person.
       *[other] { $subject }: merret { $how ->
            [order] urdhri për t'u larguar.
           *[warning] paralajmërimi.
        } Në shtëpi janë { $people } persona.
    }
residents-leave = { $subject }: largohen banorët e parë.
houses-damaged =
    { $houses ->
        [one] { $subject }: uji me thellësi { $depth_m } dhe shpejtësi { $speed_m_s } dëmton muret, dyert dhe dritaret e një shtëpie.
       *[other] { $subject }: uji me thellësi { $depth_m } dhe shpejtësi { $speed_m_s } dëmton muret, dyert dhe dritaret e { $houses } shtëpive.
    }
houses-destroyed =
    { $houses ->
        [one] { $subject }: uji me thellësi { $depth_m } dhe shpejtësi { $speed_m_s } rrënon një shtëpi.
       *[other] { $subject }: uji me thellësi { $depth_m } dhe shpejtësi { $speed_m_s } rrënon { $houses } shtëpi.
    }
settlement-left =
    { $people ->
        [0] { $subject }: nuk ka mbetur askush. Të larguar: { $left }.
        [one] { $subject }: janë larguar të gjithë ata që duan të largohen. Të larguar: { $left }. Mbetet një person.
       *[other] { $subject }: janë larguar të gjithë ata që duan të largohen. Të larguar: { $left }. Mbeten { $people } persona.
    }
residents-cut-off =
    { $people ->
        [one] { $subject }: uji e ka izoluar vendbanimin, me një person në shtëpi.
       *[other] { $subject }: uji e ka izoluar vendbanimin, me { $people } persona në shtëpi.
    }
residents-free =
    { $people ->
        [one] { $subject }: vendbanimi nuk është më i izoluar. Në shtëpi është një person.
       *[other] { $subject }: vendbanimi nuk është më i izoluar. Në shtëpi janë { $people } persona.
    }
residents-drown =
    { $people ->
        [one] { $subject }: është mbytur një person.
       *[other] { $subject }: deri tani janë mbytur { $people } persona.
    }
road-under-water = { $subject }: rruga mbyllet, mbi të ka { $depth_m } ujë.
road-free = { $subject }: rruga është përsëri e kalueshme.
road-closed-to-trucks = { $subject }: rruga mbyllet edhe për kamionët dhe zjarrfikëset, mbi të ka { $depth_m } ujë.
road-free-for-trucks = { $subject }: kamionët dhe zjarrfikëset mund të kalojnë përsëri.
station-fails = { $subject }: del jashtë funksionit, uji është { $depth_m } mbi dysheme.

## The timeline: a town

municipality-struck =
    { $subject }: { $collapsed ->
        [0] nuk është shembur asnjë ndërtesë.
        [one] është shembur { $collapsed } ndërtesë.
       *[other] janë shembur { $collapsed } ndërtesa.
    } Ndërtesa me dëmtim të plotë, gjithsej: { $complete }. Të vdekur: { $killed }. Të gjallë nën rrënoja: { $entrapped }. Të lënduar: { $hurt }.
fires-break-out =
    { $subject }: { $fires ->
        [one] bie një zjarr.
       *[other] bien { $fires } zjarre.
    }
dies-under-rubble =
    { $subject }: nën rrënoja vdes edhe një person. { $alive ->
        [0] Nën rrënoja nuk ka më asnjë të gjallë.
        [one] Nën rrënoja është ende gjallë një person.
       *[other] Nën rrënoja janë ende gjallë { $alive } persona.
    }
beds-lost = { $subject }: shtretër që mund të përdoren ende: { $beds }.
service-ends = { $subject }: dëmtimet janë tepër të rënda, puna ndërpritet.
school-closed = { $subject }: ndërtesa është dëmtuar dhe mbetet e mbyllur derisa dikush ta kontrollojë.
service-without-power = { $subject }: nuk ka energji elektrike.
street-blocked = { $street }: rruga u bllokua nga rrënojat.

## The timeline: places

place-closed = { $subject }: këtu nuk mund të kalohet më.
place-opened = { $subject }: këtu mund të kalohet përsëri.
telephones-fail = { $subject }: rrjeti telefonik nuk punon.
telephones-back = { $subject }: rrjeti telefonik punon përsëri.
cue-appears =
    { $cue ->
        [crack] Te { $subject } shfaqet një plasaritje.
        [fallen-plaster] Te { $subject } ka rënë suva.
        [leaning-wall] Nga { $subject } shihet një mur i anuar.
        [blocked] Te { $subject } kalimi është i bllokuar.
        [gas-smell] Te { $subject } vjen erë gazi.
        [smoke] Te { $subject } ka tym.
        [water] Te { $subject } ka ujë.
       *[other] Te { $subject } tani ka: { $cue }.
    }
power-fails = { $subject }: ndërpritet energjia elektrike e rrjetit.
power-back = { $subject }: energjia elektrike e rrjetit u rikthye.

## The timeline: people

drop-cover-hold =
    { $people ->
        [one] Një person ulet, mbulohet dhe mbahet.
       *[other] { $people } persona ulen, mbulohen dhe mbahen.
    }
counts-aloud = { $holder } numëron me zë për { $duration_s }; ndërkohë { $subject } qëndron në pozicion mbrojtës.
count-ends = { $subject }: numërimi me zë mbaroi.
leaves-without-order = { $subject } del pa pritur urdhër.
person-hurt =
    { $severity ->
        [1] { $subject } është lënduar dhe ka nevojë për ndihmën e parë. Vendi: { $place }.
        [2] { $subject } është lënduar dhe ka nevojë për spital. Vendi: { $place }.
        [3] { $subject } është lënduar dhe ndodhet në rrezik për jetën. Vendi: { $place }.
       *[other] { $subject } ka vdekur ose po vdes. Vendi: { $place }.
    }
swept-away = { $subject } rrëzohet nga rryma e ujit: thellësia { $depth_m }, shpejtësia { $speed_m_s }. Vendi: { $place }.
exhausted-by-cold = { $subject } ka qëndruar tepër gjatë në ujë të ftohtë, me thellësi { $depth_m }, dhe nuk ka më fuqi. Vendi: { $place }.
children-helped =
    { $people ->
        [one] { $subject }: një fëmijë ndihmohet
       *[other] { $subject }: { $people } fëmijë ndihmohen
    } për dore. Të rritur që ndihmojnë: { $adults }.
class-told-to-leave = { $subject } merr urdhrin të dalë.
class-holds = { $subject } qëndron në klasë.
class-shelters = { $subject } strehohet aty ku është.
class-goes-on = { $subject } ka dalë nga klasa: urdhri për të qëndruar vjen tepër vonë, dhe ecja vazhdon.
class-turns = { $subject } dërgohet diku tjetër dhe ndërron drejtim.
comes-in-from-water = { $subject } është jashtë, në { $depth_m } ujë, dhe hyn brenda, ku është thatë.
class-taken-over = { $subject }: përgjegjësinë e merr { $holder }.
sets-out-alone = Te { $place }, { $subject } është vetëm dhe niset drejt klasës së vet.
class-sets-out = { $subject } niset.
way-found-open = { $subject } sheh se te { $place } mund të kalohet përsëri.
way-found-blocked = { $subject } e gjen rrugën të bllokuar te { $place } dhe kërkon një tjetër.
person-trapped = { $subject } ngec te { $place }: nuk ka më rrugëdalje.
class-trapped = { $subject } ngec brenda, te { $place }: nuk ka më rrugëdalje.
waits-to-be-carried = Te { $place }, { $subject } pret derisa të vijnë dy të rritur për mbartje.
person-out = { $subject } del jashtë nga { $place }.
person-assembled = { $subject } arrin te { $place }.

## The timeline: who is accounted for

roll-call-begins = { $subject }: fillon apeli.
roll-call-breaks-off = { $subject }: apeli ndërpritet.
roll-call-ends = { $subject }: apeli mbaroi. Të pranishëm: { $present }. Mungojnë: { $missing }.
class-found = { $subject } gjendet nga { $finder }: askush nuk ka dhënë urdhër për të dalë. Vendi: { $place }.
person-found = { $subject } gjendet nga { $finder }. Vendi: { $place }.
tally =
    { $people ->
        [0] { $subject } përmbledh listat. Nga listat e ardhura nuk mungon askush.
       *[other] { $subject } përmbledh listat. Pa vendndodhje të ditur: { $value }.
    }
all-accounted =
    { $located ->
        [0] { $subject }: të gjithë janë me vendndodhje të ditur.
       *[other] { $subject }: të gjithë janë me vendndodhje të ditur. Jo me klasën e vet, por dihet ku janë: { $whom }.
    }
cleared-for-re-entry = { $by } lejon rihyrjen. Vendi: { $subject }.
pupil-telephones-home = { $subject } lidhet me familjen në telefon.
first-parent-comes = Te { $subject } vjen i pari nga ata që do të marrin nxënësit.
release-begins = Te { $place }, { $subject } fillon t'ua dorëzojë nxënësit familjeve.
grade-called = { $subject }: e ka radhën klasa { $grade }.
pupils-released =
    { $mark ->
        [first] { $subject }: u dorëzua nxënësi i parë i klasës { $grade }.
        [half] { $subject }: u dorëzua gjysma e nxënësve të klasës { $grade }.
       *[other] { $subject }: u dorëzuan të gjithë nxënësit e klasës { $grade }.
    }
custody-question = { $subject } nuk dorëzohet ende: duhet sqaruar kush ka të drejtë ta marrë.
custody-cleared = { $subject }: u sqarua kush ka të drejtë ta marrë.
pupil-not-at-hand = { $subject }: familja kërkon ta marrë, por nxënësi nuk është aty.
second-shift-comes =
    { $mark ->
        [first] Nxënësi i parë i turnit të dytë erdhi te { $subject }
        [half] Gjysma e turnit të dytë erdhi te { $subject }
        [kept-out] Nxënësi i parë i turnit të dytë ndalet para portës te { $subject }
        [more] Edhe nxënës të tjerë të turnit të dytë erdhën te { $subject }
       *[other] I gjithë turni i dytë erdhi te { $subject }
    }: { $inside } në oborr, { $waiting } para portës.
taken-home-unnoticed = { $subject } merret në shtëpi nga familja, që hyri nga { $place }: askush nuk e shënon.
all-released = { $subject }: u dorëzuan të gjithë nxënësit.

## The timeline: what is done

sweep-begins =
    { $spaces ->
        [one] { $subject } fillon kontrollin e katit: një mjedis për t'u parë.
       *[other] { $subject } fillon kontrollin e katit: { $spaces } mjedise për t'u parë.
    }
sweep-ends =
    { $waiting ->
        [0] { $subject } ka parë çdo mjedis te { $place }.
       *[other] { $subject } ka parë çdo mjedis te { $place }. Ende askush nuk i ka nxjerrë jashtë: { $whom }.
    }
sweep-ends-short = { $subject } e kontrolloi katin ({ $place }), por nuk arriti dot te: { $rooms }.
task-waits = { $subject } mbaron më parë detyrën që ka në dorë, pastaj bën këtë: { $action }.
room-not-reached = { $subject } nuk gjen rrugë deri te { $place } dhe vazhdon më tej.
task-breaks-off = { $subject } nuk mund të vazhdojë më. Mjedise të pakontrolluara: { $rooms }.
search-begins =
    { $spaces ->
        [one] { $subject } shkon për kërkim: një mjedis për t'u parë.
       *[other] { $subject } shkon për kërkim: { $spaces } mjedise për t'u parë.
    }
nothing-to-search = { $subject } nuk ka më kë të kërkojë, ose ku të kërkojë: nuk bëhet kërkim.
search-rests =
    { $spaces ->
        [one] { $subject } e ndërpret kërkimin për të mbartur dikë: një mjedis mbetet për më vonë.
       *[other] { $subject } e ndërpret kërkimin për të mbartur dikë: { $spaces } mjedise mbeten për më vonë.
    }
carrying-rests = { $subject } nuk mund të mbartë pa një të dytë dhe më parë bën diçka tjetër.
search-ends =
    { $people ->
        [0] { $subject } e mbaron kërkimin: u gjetën të gjithë ata që kërkoheshin.
       *[other] { $subject } e mbaron kërkimin. Nga ky kërkim nuk u gjetën: { $missing }.
    }
goes-to-open = { $subject } shkon të hapë kalimin te { $place }.
opens = { $subject } hap kalimin te { $place }.
goes-to-stand = { $subject } shkon të qëndrojë te { $place }.
stands-at = { $subject } qëndron te { $place }.
leaves-post = { $subject } nuk qëndron më te { $place }.
goes-to-carry = { $subject } shkon te { $place } për mbartje. Do të mbartet: { $whom }.
goes-to-wait-with = { $subject } shkon te { $whom } për të pritur bashkë. Vendi: { $place }.
waits-with = { $subject } dhe { $whom } presin bashkë te { $place }.
stays-no-longer = { $subject } qëndroi pranë dikujt deri në mbartje dhe tani mund të marrë detyrë tjetër.
nobody-to-wait-with = { $subject } nuk gjen askënd që pret vetëm, ose nuk mund të shkëputet nga detyra.
taken-up = Te { $place }, { $subject } merret në krahë nga { $by } dhe { $and }.
carrying-ends = { $subject } mbarti dikë jashtë dhe tani mund të marrë detyrë tjetër.
set-down = { $subject } lihet te { $place }: njëri nga të dy nuk mund të mbartë më.
task-impossible = Te { $place }, { $subject } nuk mund ta kryejë urdhrin.
resource-assigned =
    { $subject }: caktohet dhe bëhet gati për nisje. Lloji: { $kind ->
        [ambulance] ambulancë
        [fire-engine] zjarrfikëse
        [police-patrol] patrullë policie
        [inspection-team] ekip inspektimi
       *[other] { $kind }
    }.
resource-leaves =
    { $subject }: është në rrugë. Lloji: { $kind ->
        [ambulance] ambulancë
        [fire-engine] zjarrfikëse
        [police-patrol] patrullë policie
        [inspection-team] ekip inspektimi
       *[other] { $kind }
    }.
resource-comes-by-script =
    { $subject }: vjen te porta, siç e ka caktuar drejtimi i stërvitjes. Lloji: { $kind ->
        [ambulance] ambulancë
        [fire-engine] zjarrfikëse
        [police-patrol] patrullë policie
        [inspection-team] ekip inspektimi
       *[other] { $kind }
    }.
resource-on-scene =
    { $subject }: është në vendngjarje. Lloji: { $kind ->
        [ambulance] ambulancë
        [fire-engine] zjarrfikëse
        [police-patrol] patrullë policie
        [inspection-team] ekip inspektimi
       *[other] { $kind }
    }.
resource-turns-round = { $subject }: kalimi te { $place } është i mbyllur me çelës, mjeti shkon te porta tjetër.
resource-stopped-by-water = { $subject } ndalet nga uji dhe pret. Vendi: { $place }.
resource-held-up = { $subject } vonohet te { $place } nga makinat e prindërve.
looks-for-command = { $subject } ka hyrë nga { $place }, ku askush nuk e pret ekipin, dhe kërkon atë që drejton shkollën.
officer-on-scene = { $subject } ka ardhur dhe merr pozicionin. Mjeti: { $resource }.
inspection-begins = { $subject } fillon inspektimin. Vendi: { $place }.
inspection-ends =
    { $finding ->
        [usable]
            { $barred ->
                [0] { $subject } e mbaroi inspektimin te { $place }: ndërtesa mund të përdoret si më parë.
               *[other] { $subject } e mbaroi inspektimin te { $place }: ndërtesa mund të përdoret si më parë. Nuk përdoren: { $stairs }.
            }
        [restricted] { $subject } e mbaroi inspektimin te { $place }: ndërtesa mund të përdoret vetëm pjesërisht, dhe jo nga nxënësit, derisa inxhinierët ta shohin më nga afër.
       *[other] { $subject } e mbaroi inspektimin te { $place }: askush nuk lejohet të hyjë.
    }
inspection-breaks-off = { $subject } nuk mund të vazhdojë. Mbetet pa inspektim: { $place }.

## The timeline: what is said

report-sent =
    { $recipients ->
        [0] { $from } raporton: { $about }.
        [1] { $from } raporton te { $to }: { $about }.
       *[other] { $from } u raporton { $recipients } personave: { $about }.
    }
evacuation-ordered =
    { $recipients ->
        [1] { $from } urdhëron evakuimin e banorëve. Vendbanimi: { $to }.
       *[other] { $from } urdhëron evakuimin e banorëve. Vendbanime: { $recipients }.
    }
warning-given =
    { $recipients ->
        [1] { $from } jep paralajmërimin. Vendi: { $to }.
       *[other] { $from } jep paralajmërimin. Vende: { $recipients }.
    }
alarm-sounded =
    { $recipients ->
        [one] { $from } jep alarmin. Alarmi është për një person.
       *[other] { $from } jep alarmin. Alarmi është për { $recipients } persona.
    }
order-given =
    { $recipients ->
        [0] { $from } jep urdhrin: { $about }.
        [1] Urdhër nga { $from } te { $to }: { $about }.
       *[other] { $from } u jep urdhër { $recipients } personave: { $about }.
    }
briefing-begins = { $from } shkon te { $to } për ta njohur ballë për ballë me gjendjen.
briefing-ends = { $to } u njoh me gjendjen nga { $from }.
request-sent =
    { $recipients ->
        [0] { $from } dërgon një kërkesë: { $about }.
        [1] { $from } dërgon një kërkesë te { $to }: { $about }.
       *[other] { $from } u dërgon një kërkesë { $recipients } personave: { $about }.
    }
question-asked =
    { $recipients ->
        [0] { $from } pyet: { $about }?
        [1] { $from } pyet te { $to }: { $about }?
       *[other] { $from } pyet { $recipients } persona: { $about }?
    }
message-received =
    { $channel ->
        [self] { $to } fillon vetë: { $about }.
       *[other] { $to } merr njoftim nga { $from } me { $channel }: { $about }.
    }
message-acknowledged = { $by } konfirmon marrjen: { $about }.
silence-followed-up =
    { $how ->
        [ask-again] { $from } nuk mori përgjigje dhe pyet përsëri: { $about }. Pa përgjigje: { $silent }.
       *[other] { $from } nuk mori përgjigje dhe dërgon një lajmëtar: { $about }. Pa përgjigje: { $silent }.
    }
request-granted = { $by } – përgjigjja është po: { $about }.
families-answer = Përgjigje nga { $by }: { $about }.
request-declined = { $by } – përgjigjja është jo: { $about }.
consulted = { $by } e dha mendimin për këtë: { $about }.

## The timeline: who knows and who decides

picture-changes =
    { $value ->
        [yes] { $subject } merr vesh: { $about }.
        [no] { $subject } merr vesh se nuk është kështu: { $about }.
        [unknown] { $subject } pyet: { $about }. Askush nuk e di.
       *[other] { $subject } merr vesh: { $about } – { $value ->
            [none] aspak
            [now] po, tani
            [over] jo më, lëkundjet pushuan
            [lessons] mësim
            [cover] në pozicion mbrojtës
            [hold] qëndrim në klasa
            [shelter] strehim
            [evacuate] evakuim i ndërtesës
            [assembled] te vendgrumbullimet
            [available] në dispozicion
            [assigned] u caktua dhe bëhet gati për nisje
            [en-route] në rrugë
            [on-scene] në vendngjarje
            [out-of-service] jashtë shërbimit
            [usable] po, mund të përdoret
            [restricted] vetëm pjesërisht, dhe jo nga nxënësit
            [unsafe] jo, askush nuk lejohet të hyjë
            [normal] asnjë, nën të gjitha pragjet
            [watch] vëzhgim
            [warning] paralajmërim
            [flood] përmbytje
            [low] pak
            [for-some] për disa, para së gjithash për fëmijët dhe për njerëzit e dobët
            [for-most] për shumicën e njerëzve
            [for-all] për të gjithë, edhe për shpëtuesit
           *[other] { $value }
        }.
    }
orders-conflict = { $to } ka dy urdhra që bien ndesh: një nga { $other }, dhe tani një nga { $from }: { $about }.
decision-due = { $subject } duhet të vendosë: { $decision }.
consultation-impossible = { $subject } duhej të pyeste më parë për “{ $decision }”: { $post }. Këtu askush nuk e mban këtë funksion, dhe vendimi vazhdon.
decision-taken = { $subject } vendos për “{ $decision }”: { $option }.
action-refused =
    { $reason ->
        [no-authority] { $by } nuk ka kompetencë për këtë, dhe kjo nuk bëhet: { $action }.
        [nobody-there] { $by } nuk mund të veprojë më, dhe kjo nuk bëhet: { $action }.
        [not-in-human-hands] Kjo nuk është në dorë të askujt dhe nuk bëhet: { $action }. Kërkuar nga { $by }.
        [outside-own-chain] { $by } urdhëron dikë jashtë zinxhirit të vet të drejtimit, dhe kjo nuk bëhet: { $action }.
        [crew-has-its-own-tasks] { $by } nuk merr nga shkolla një detyrë të tillë, dhe kjo nuk bëhet: { $action }.
        [command-handed-over] { $by } e ka dorëzuar drejtimin dhe nuk urdhëron më; kjo nuk bëhet: { $action }.
        [not-in-command] { $by } nuk e ka drejtimin, dhe kjo nuk bëhet: { $action }.
        [not-on-scene] { $by } nuk gjen askënd në vendngjarje për këtë: { $action }.
        [not-inspected] { $by } nuk ka marrë njoftim për asnjë inspektim pas lëkundjes së fundit, dhe kjo nuk bëhet: { $action }.
        [not-found-usable] Inspektimi nuk e gjeti ndërtesën të përdorshme, dhe kjo nuk bëhet: { $action }. Kërkuar nga { $by }.
        [in-charge-of-a-class] { $by } ka nën përgjegjësi një klasë dhe nuk e bën këtë: { $action }.
       *[other] Nuk bëhet ({ $reason }): { $action }. Nga { $by }.
    }
order-applies-to-sender = Urdhri vlen edhe për atë që e dha, { $subject }: { $action }.
standing-order = { $subject } zbaton urdhrin e përhershëm “{ $order }”.
position-vacant =
    { $how ->
        [seen] { $by } sheh se { $holder } nuk mund të veprojë. Pozicion i pambuluar: { $subject }.
        [runner] { $by } merr vesh nga një lajmëtar se { $holder } nuk mund të veprojë. Pozicion i pambuluar: { $subject }.
       *[other] { $by } ka pyetur më kot dhe nuk pret më përgjigje nga { $holder }. Pozicion i pambuluar: { $subject }.
    }
command-unified = Drejtim i përbashkët: tani e tutje { $by } dhe { $to } drejtojnë bashkë.
command-transferred =
    { $becomes ->
        [deputy] Kalimi i drejtimit: tani e tutje drejtuesi i incidentit është { $to }; { $by } mbetet si zëvendës.
       *[other] Kalimi i drejtimit: tani e tutje drejtuesi i incidentit është { $to }; { $by } mbetet si përfaqësues i shkollës.
    }
deputy-takes-over = { $holder } merr përsipër pozicionin: { $subject }.

## The timeline: the exercise controller

pin = Drejtimi i stërvitjes e imponon këtë, çfarëdo që do të kishte ndodhur: { $pin }.
inject = Drejtimi i stërvitjes fut një injekt (ngjarje): { $inject }.
message-played = Mesazh nga { $from } te { $to }: “{ $words }”

## Names of what has no name of its own

name-class = Klasa { $id }
name-door-of = Dera ({ $space })
name-staff-and-visitors = Personeli dhe vizitorët
name-nothing = asnjë veprim
# What the school's own protocol calls an action, as in “orders … to …”, and what is announced with it.
name-response = { $name } (“{ $directive }”)

channel-voice = zë
channel-hand-bell = zile dore
channel-megaphone = megafon
channel-public-address = altoparlant
channel-radio = radio
channel-telephone = telefon
channel-runner = lajmëtar

## Actions, as in “orders … to …”

action-sound-alarm = alarm
action-evacuate = evakuim i ndërtesës
action-hold = qëndrim në klasa
action-shelter = strehim
action-count-again = apel i përsëritur
action-drop-cover-hold = ulu, mbulohu, mbahu
action-leave = dalje pa urdhër
action-sweep = kontroll i katit
action-search = kërkim i atyre që mungojnë
action-inspect = inspektim i ndërtesës
action-re-enter = rihyrje në ndërtesë
action-release = dorëzim i nxënësve te familjet
action-call-families = kush nga ata që mungojnë është në shtëpi
action-request = ndihmë
action-report = raport
action-brief = njohje me gjendjen
action-unify-command = drejtim i përbashkët
action-transfer-command = dorëzim i drejtimit
action-ask = pyetje
action-close = mbyllje e kalimit
action-open = hapje e kalimit
action-carry = mbartje e atij që nuk ecën dot vetë
action-wait-with = qëndrim pranë atij që nuk ecën dot vetë
action-stand-at = qëndrim në vendin e caktuar
action-show = shfaqje
action-power-off = ndërprerje e energjisë elektrike
action-power-on = rikthim i energjisë elektrike
action-incapacitate = lëndim
action-warn = paralajmërim
action-set-works = rregullim i veprës ujore
action-request-works = rregullim tjetër i veprës ujore
action-raise-barrier = ngritje e një pengese kundër ujit
action-evacuate-place = evakuim i vendbanimit
action-warn-place = uji po vjen
action-arrive = mbërritje te porta

## Signals, as in “learns …”

signal-shaking = a lëkundet toka ({ $subject })
signal-power = ka energji elektrike te { $subject }
signal-alarm = është dhënë alarmi te { $subject }
signal-posture = çfarë bën { $subject }
signal-inside = sa persona janë brenda te { $subject }
signal-assembled = sa persona janë mbledhur te { $subject }
signal-unaccounted = kush është pa vendndodhje të ditur te { $subject }
signal-missing = kush mungon nga { $subject }
signal-elsewhere = kush nga { $subject } dihet se është diku tjetër
signal-head_count = sa persona u numëruan te { $subject }
signal-injured = kush është lënduar te { $subject }
signal-blocked = kalimi është i bllokuar te { $subject }
signal-attended = dikush qëndron te { $subject }
signal-crack = ka plasaritje te { $subject }
signal-fallen_plaster = ka rënë suva te { $subject }
signal-leaning_wall = ka mur të anuar te { $subject }
signal-collapsed = sa ndërtesa janë shembur ({ $subject })
signal-hurt = sa persona janë lënduar ({ $subject })
signal-killed = sa persona kanë vdekur ({ $subject })
signal-entrapped = sa persona janë nën rrënoja ({ $subject })
signal-died_waiting = sa persona kanë vdekur nën rrënoja ({ $subject })
signal-fires = sa zjarre kanë rënë ({ $subject })
signal-streets_blocked = sa rrugë janë bllokuar nga rrënojat ({ $subject })
signal-beds = sa shtretër mund të përdoren te { $subject }
signal-in_service = është në funksion { $subject }
signal-depth_m = sa i thellë është uji ({ $subject })
signal-speed_m_s = sa i shpejtë është uji ({ $subject })
signal-danger = sa i rrezikshëm është uji ({ $subject })
signal-level_m = sa është niveli i ujit ({ $subject })
signal-forecast_m = sa parashikohet niveli i ujit ({ $subject })
signal-alert = cila shkallë gatishmërie është në fuqi ({ $subject })
signal-discharge_m3_s = sa është prurja ({ $subject })
signal-crest_m = sa është kuota e kreshtës ({ $subject })
signal-breached = ka çarje ({ $subject })
signal-closed_to_trucks = rruga është e mbyllur edhe për kamionët ({ $subject })
signal-at_home = sa persona janë në shtëpi ({ $subject })
signal-cut_off = sa persona janë të izoluar ({ $subject })
signal-left = sa persona janë larguar ({ $subject })
signal-gas_smell = vjen erë gazi te { $subject }
signal-smoke = ka tym te { $subject }
signal-water = ka ujë te { $subject }
# A report that something is not so.
denied = nuk është kështu: { $what }
signal-clear = nuk ka më njeri te { $subject }
signal-unsearched = ende nuk është kërkuar te { $subject }
signal-passed = sa persona kanë kaluar te { $subject }
signal-queue = sa persona presin për të kaluar te { $subject }
signal-status = në ç'gjendje është { $subject }
signal-usability = a mund të përdoret { $subject }
signal-cleared = lejohet rihyrja te { $subject }
signal-released = sa nxënës ka dorëzuar { $subject }
signal-parents_waiting = sa familje presin te { $subject }
signal-second_shift_inside = sa nxënës të turnit të dytë janë në oborr te { $subject }
signal-second_shift_waiting = sa nxënës të turnit të dytë presin para portës te { $subject }
signal-report = ka ardhur njoftim nga { $subject }

## What the school is doing: the progress line

posture-lessons = mësim
posture-cover = në pozicion mbrojtës
posture-hold = qëndrim në klasa
posture-shelter = strehim
posture-evacuate = evakuim i ndërtesës
posture-assembled = te vendgrumbullimet

progress = { $clock }  { $posture }  brenda: { $inside }

## The summary of a run

summary-starts = fillon më { $date }, ora { $clock }
summary-variant = Varianti
summary-base = skenari siç është
summary-seed = Fara (seed)
summary-seed-default = { $seed } (gjithmonë e njëjta; --seed jep një rastësi tjetër)
summary-seed-given = { $seed }
summary-seed-two = njerëzit { $seed }, rreziku { $hazard }
summary-settings = Cilësimet
summary-pins = Të imponuara

summary-times = Kohët
summary-since-start = nga fillimi
summary-clock = ora
summary-people = Njerëzit
summary-town = Qyteti
summary-flood = Përmbytja
summary-jams = Koha e humbur në radhë
summary-no-jams = askush nuk u vonua
summary-command = Drejtimi
summary-decisions = Vendimet
summary-known = u mor vesh
summary-decided = u vendos
summary-delay = vonesa
summary-effect = efekti i parë
summary-decision = { $decision }: { $option }
summary-decision-of = { $decision } ({ $subject })
summary-objectives = Objektivat
summary-value = rezultati
summary-target = synimi
summary-met = u arrit?
summary-at-most = jo më shumë se { $figure }
summary-at-least = të paktën { $figure }
summary-exactly = saktësisht { $figure }
summary-never = nuk u arrit
summary-none = –
summary-figure = { $figure }
summary-others = Shifra të tjera

summary-written = U shkrua te { $folder } ({ $files } skedarë, { $size }, për { $seconds } s).
summary-open = Hapni së pari { $file }: çfarë ndodhi, një fjali për rresht.
summary-open-then = Pastaj decisions.csv (kush çfarë dinte e vendosi, dhe kur), messages.csv (çfarë u tha dhe çfarë doli prej saj), people.csv (rruga e secilit për të dalë). datapackage.json shpjegon çdo kolonë.
summary-open-then-valley = Pastaj decisions.csv (kush çfarë dinte e vendosi, dhe kur), messages.csv (çfarë u tha dhe çfarë doli prej saj), places.csv (ku arriti uji, kur dhe sa i thellë). datapackage.json shpjegon çdo kolonë.
summary-open-then-water = Pastaj places.csv (ku arriti uji, kur dhe sa i thellë), series.csv (nivelet dhe thellësitë me kalimin e kohës). `hotwash water { $folder } --at "1 h"` shkruan një hartë të thellësisë. datapackage.json shpjegon çdo kolonë.
summary-open-then-town = Pastaj casualties.csv (kush ishte nën rrënoja, që kur dhe si përfundoi), series.csv (shifrat e çdo bashkie me kalimin e kohës). datapackage.json shpjegon çdo kolonë. Kjo farë (seed) është një tërmet që mund të kishte ndodhur: `hotwash impact { $scenario }` tregon pasojat e 200 të tillëve.

met-yes = po
met-no = jo
met-unknown = nuk dihet

outcome-not-due = nuk erdhi koha për të
outcome-pending = erdhi koha, por nuk u mor para fundit
outcome-ordered = u urdhërua, pa efekt
outcome-effective = u zbatua
outcome-nothing = nuk u bë asgjë
outcome-refused = u refuzua
outcome-superseded = erdhi një urdhër i kundërt para se të zbatohej
outcome-because = { $outcome } ({ $reason })

reason-no-authority = pa kompetencë
reason-nobody-there = askush aty
reason-outside-own-chain = jashtë zinxhirit të vet të drejtimit
reason-in-charge-of-a-class = ka nën përgjegjësi një klasë
reason-crew-has-its-own-tasks = ekipi ka detyrat e veta
reason-command-handed-over = drejtimi u dorëzua
reason-not-in-command = nuk e ka drejtimin
reason-not-on-scene = jo në vendngjarje
reason-not-inspected = pa inspektim
reason-not-found-usable = nuk u gjet e përdorshme
reason-not-in-human-hands = në dorë të askujt

## Metrics: what the columns metric of metrics.csv and objectives.csv mean

metric-time_to_alarm_s = Alarmi ose urdhri i parë
metric-first_out_s = I pari jashtë ndërtesës
metric-exit_95_s = 95 në 100 jashtë
metric-town_killed = Të vdekur nga vetë lëkundjet
metric-town_entrapped = Të gjallë nën rrënoja pas lëkundjeve
metric-town_died_waiting = … të vdekur nën to, në pritje
metric-town_entrapped_at_end = … të gjallë nën to në fund
metric-town_hurt = Të lënduar, jo nën rrënoja
metric-town_collapsed = Ndërtesa të shembura
metric-town_complete = Ndërtesa me dëmtim të plotë
metric-town_fires = Zjarre
metric-town_streets_blocked = Rrugë të bllokuara nga rrënojat
metric-town_beds = Shtretër spitali që mund të përdoren
metric-in_water_person_min = Koha e njerëzve të shkollës në ujë
metric-swept_away = Të rrëzuar nga rryma e ujit
metric-exposed = Të rraskapitur nga uji i ftohtë
metric-drowned = … të mbytur
metric-worst_water_danger = Rreziku më i madh nga uji për njerëzit e shkollës
metric-flood_level_max_m = Niveli më i lartë
metric-flood_volume_error = Uji që i mungon bilancit
metric-flood_first_water_s = Uji i parë në një vend të vëzhguar
metric-flood_places_reached = Vende ku arriti uji
metric-flood_depth_max_m = Uji më i thellë në to
metric-flood_area_ha = Toka nën ujë në ndonjë çast
metric-residents_left_before_water = Banorë të larguar para ujit
metric-residents_left_after_water = … pas ardhjes së ujit
metric-residents_stayed = … që u urdhëruan të largohen dhe mbetën
metric-residents_cut_off_most = … të izoluar, më së shumti njëherësh
metric-residents_drowned = … të mbytur në shtëpi
metric-houses_flooded = Shtëpi me ujë mbi dysheme
metric-houses_damaged = … me mure të dëmtuara nga uji
metric-houses_destroyed = … të rrënuara nga uji
metric-house_loss_share = Pjesa e humbur e vlerës së të gjitha shtëpive
metric-last_out_s = I fundit jashtë (secili herën e parë)
metric-building_empty_s = Ndërtesa bosh
metric-all_assembled_s = I fundit te vendgrumbullimi
metric-full_account_s = Të gjithë me vendndodhje të ditur
metric-correct_missing_list_s = Ekipet e ndihmës e dinë kush mungon
metric-cleared_s = Rihyrja e lejuar
metric-released_50_s = Gjysma e nxënësve të dorëzuar
metric-released_90_s = Nëntë në dhjetë nxënës të dorëzuar
metric-released_100_s = Të gjithë nxënësit të dorëzuar
metric-inside_at_end = Brenda në fund
metric-unaccounted_at_end = Pa vendndodhje të ditur në fund
metric-covered_when_shaking_begins = Në pozicion mbrojtës kur fillojnë lëkundjet
metric-on_the_way_when_aftershock_comes = Në lëvizje brenda kur vjen një pasgoditje
metric-on_stairs_when_aftershock_comes = Prej tyre në shkallë
metric-injured = Të lënduar
metric-found_s = Nga i pari që mungon te i fundit që gjendet
metric-carried_wait_longest_s = Pritja më e gjatë për mbartje
metric-waited_alone_longest_s = … derisa vjen pranë i rrituri i parë
metric-families_called_by_pupils = Familje të njoftuara në telefon nga nxënësit
metric-release_wait_longest_s = Pritja më e gjatë e një familjeje
metric-release_queue_longest = Familje në pritje, më së shumti njëherësh
metric-second_shift_mixed_in = Nxënës të turnit të dytë mes klasave
metric-queued_person_min = Koha e humbur në radhë, të gjithë bashkë
metric-decision_delay_s = Vonesa mesatare e një vendimi
metric-message_delay_s = Vonesa mesatare e një mesazhi
metric-knowledge_gap_person_min = Gabimi i drejtimit për ata që mungojnë
metric-not_heard_of_person_min = Nxënës për të cilët drejtimi nuk kishte njoftim
metric-congestion_person_min = Të gjitha dyert dhe shkallët bashkë
metric-resources_sent = Burime të dërguara
metric-drowned-alone = Të mbytur
metric-town_died_waiting-alone = Të vdekur nën rrënoja, në pritje
metric-town_entrapped_at_end-alone = Të gjallë nën rrënoja në fund
metric-residents_left_after_water-alone = Banorë të larguar pas ardhjes së ujit
metric-residents_stayed-alone = Banorë që u urdhëruan të largohen dhe mbetën
metric-residents_cut_off_most-alone = Banorë të izoluar, më së shumti njëherësh
metric-residents_drowned-alone = Banorë të mbytur në shtëpi
metric-houses_damaged-alone = Shtëpi me mure të dëmtuara nga uji
metric-houses_destroyed-alone = Shtëpi të rrënuara nga uji
metric-waited_alone_longest_s-alone = Koha më e gjatë pa një të rritur pranë, i lënduar ose i pafuqishëm
metric-on_stairs_when_aftershock_comes-alone = Në shkallë kur vjen një pasgoditje

## What a position knows, as a sentence on its handout

fact-shaking =
    { $value ->
        [now] { $subject }: toka lëkundet.
        [over] { $subject }: lëkundjet pushuan.
       *[none] { $subject }: toka nuk lëkundet.
    }
fact-power =
    { $value ->
        [yes] { $subject }: ka energji elektrike.
       *[no] { $subject }: nuk ka energji elektrike.
    }
fact-alarm =
    { $value ->
        [yes] { $subject }: është dhënë alarmi.
       *[no] { $subject }: nuk është dhënë alarm.
    }
fact-posture =
    { $value ->
        [lessons] { $subject }: mësimi vazhdon.
        [cover] { $subject }: njerëzit janë në pozicion mbrojtës.
        [hold] { $subject }: njerëzit qëndrojnë në klasa.
        [shelter] { $subject }: njerëzit strehohen.
        [evacuate] { $subject }: njerëzit dalin nga ndërtesa.
       *[assembled] { $subject }: njerëzit janë mbledhur jashtë.
    }
fact-inside = { $subject }: persona brenda: { $n }.
fact-assembled = { $subject }: persona të mbledhur: { $n }.
fact-unaccounted =
    { $n ->
        [0] { $subject }: të gjithë janë me vendndodhje të ditur.
       *[other] { $subject }: pa vendndodhje të ditur ({ $n }): { $value }.
    }
fact-missing =
    { $n ->
        [0] { $subject }: nuk mungon askush.
       *[other] { $subject }: mungojnë ({ $n }): { $value }.
    }
fact-elsewhere =
    { $n ->
        [0] { $subject }: për askënd nuk dihet se është diku tjetër.
       *[other] { $subject }: dihet se janë diku tjetër: { $value }.
    }
fact-head_count = { $subject }: persona të numëruar: { $n }.
fact-injured =
    { $n ->
        [0] { $subject }: askush nuk është lënduar.
       *[other] { $subject }: të lënduar ({ $n }): { $value }.
    }
fact-blocked =
    { $value ->
        [yes] { $subject }: kalimi është i bllokuar.
       *[no] { $subject }: mund të kalohet.
    }
fact-attended =
    { $value ->
        [yes] Dikush qëndron te { $subject }.
       *[no] Askush nuk qëndron te { $subject }.
    }
fact-crack =
    { $value ->
        [yes] Te { $subject } ka plasaritje.
       *[no] Te { $subject } nuk ka plasaritje.
    }
fact-fallen_plaster =
    { $value ->
        [yes] Te { $subject } ka rënë suva.
       *[no] Te { $subject } nuk ka rënë suva.
    }
fact-leaning_wall =
    { $value ->
        [yes] Nga { $subject } shihet një mur i anuar.
       *[no] Nga { $subject } nuk shihet asnjë mur i anuar.
    }
fact-collapsed = { $subject }: ndërtesa të shembura: { $n }.
fact-hurt = { $subject }: të lënduar: { $n }.
fact-killed = { $subject }: të vdekur: { $n }.
fact-entrapped = { $subject }: persona nën rrënoja: { $n }.
fact-died_waiting = { $subject }: të vdekur nën rrënoja: { $n }.
fact-fires = { $subject }: zjarre: { $n }.
fact-streets_blocked = { $subject }: rrugë të bllokuara nga rrënojat: { $n }.
fact-beds = { $subject }: shtretër që mund të përdoren: { $n }.
fact-in_service =
    { $value ->
        [yes] { $subject }: është në funksion.
       *[no] { $subject }: nuk është në funksion.
    }
fact-depth_m = { $subject }: uji është { $value } i thellë.
fact-speed_m_s = { $subject }: uji rrjedh me shpejtësi { $value }.
fact-danger =
    { $value ->
        [none] { $subject }: uji nuk është i rrezikshëm.
        [low] { $subject }: rreziku nga uji është i vogël.
        [for-some] { $subject }: uji është i rrezikshëm për disa, para së gjithash për fëmijët dhe për njerëzit e dobët.
        [for-most] { $subject }: uji është i rrezikshëm për shumicën e njerëzve.
       *[for-all] { $subject }: uji është i rrezikshëm për të gjithë, edhe për shpëtuesit.
    }
fact-level_m = { $subject }: niveli është { $value }.
fact-forecast_m = { $subject }: parashikohet niveli { $value }.
fact-alert =
    { $value ->
        [normal] { $subject }: nën të gjitha pragjet.
        [watch] { $subject }: është kaluar pragu i vëzhgimit.
        [warning] { $subject }: është kaluar pragu i paralajmërimit.
       *[flood] { $subject }: është kaluar pragu i përmbytjes.
    }
fact-discharge_m3_s = { $subject }: prurja është { $value }.
fact-crest_m = { $subject }: kuota e kreshtës është { $value }.
fact-breached =
    { $value ->
        [yes] { $subject }: ka çarje.
       *[no] { $subject }: nuk ka çarje.
    }
fact-closed_to_trucks =
    { $value ->
        [yes] { $subject }: rruga është e mbyllur për kamionët.
       *[no] { $subject }: rruga është e hapur për kamionët.
    }
fact-at_home = { $subject }: persona në shtëpi: { $n }.
fact-cut_off = { $subject }: persona të izoluar: { $n }.
fact-left = { $subject }: persona të larguar: { $n }.
fact-gas_smell =
    { $value ->
        [yes] Te { $subject } vjen erë gazi.
       *[no] Te { $subject } nuk vjen erë gazi.
    }
fact-smoke =
    { $value ->
        [yes] Te { $subject } ka tym.
       *[no] Te { $subject } nuk ka tym.
    }
fact-water =
    { $value ->
        [yes] Te { $subject } ka ujë.
       *[no] Te { $subject } nuk ka ujë.
    }
fact-clear =
    { $value ->
        [yes] { $subject }: nuk ka më njeri.
       *[no] { $subject }: ka ende njerëz.
    }
fact-unsearched =
    { $value ->
        [yes] { $subject }: ende nuk është kërkuar aty.
       *[no] { $subject }: aty është kërkuar.
    }
fact-passed = { $subject }: persona që kanë kaluar: { $n }.
fact-queue = { $subject }: persona që presin për të kaluar: { $n }.
fact-status =
    { $value ->
        [available] { $subject }: është në dispozicion.
        [assigned] { $subject }: është caktuar dhe bëhet gati për nisje.
        [en-route] { $subject }: është në rrugë.
        [on-scene] { $subject }: është në vendngjarje.
       *[out-of-service] { $subject }: është jashtë shërbimit.
    }
fact-usability =
    { $value ->
        [usable] { $subject }: ndërtesa mund të përdoret.
        [restricted] { $subject }: ndërtesa mund të përdoret vetëm pjesërisht, dhe jo nga nxënësit.
       *[unsafe] { $subject }: askush nuk lejohet të hyjë.
    }
fact-cleared =
    { $value ->
        [yes] { $subject }: rihyrja lejohet.
       *[no] { $subject }: rihyrja nuk lejohet.
    }
fact-released = { $subject }: nxënës të dorëzuar: { $n }.
fact-parents_waiting = { $subject }: familje që presin: { $n }.
fact-second_shift_inside = { $subject }: nxënës të turnit të dytë në oborr: { $n }.
fact-second_shift_waiting = { $subject }: nxënës të turnit të dytë që presin jashtë: { $n }.
fact-report =
    { $value ->
        [yes] Nga { $subject } ka ardhur njoftim.
       *[no] Nga { $subject } nuk ka ardhur njoftim.
    }

## The drawing of a plan

plan-site = Territori i shkollës
plan-legend = Legjenda
plan-door = Derë
plan-exit = Dalje, portë
plan-locked = Mbyllur me çelës
plan-stair = Shkallë (shigjeta lart)
plan-assembly = Vendgrumbullim
plan-people = persona
plan-room = Klasë, mjedis tjetër
plan-office = Personeli
plan-toilet = Tualete
plan-gym = Palestër
plan-refuge = Vend pritjeje i sigurt
plan-hall = Korridor, holl, shkallë
plan-path = Shteg
plan-yard = Oborr

## The kit: what lies on the table

kit-name = { $name }
kit-date = { $day } { $month ->
        [1] janar
        [2] shkurt
        [3] mars
        [4] prill
        [5] maj
        [6] qershor
        [7] korrik
        [8] gusht
        [9] shtator
        [10] tetor
        [11] nëntor
       *[12] dhjetor
    } { $year }
kit-module = Moduli { $id }: { $title }
kit-whole = I gjithë materiali
kit-handouts = Fletë për pjesëmarrësit, { $module }
kit-facilitator = Fleta e lehtësuesit
kit-situation = Gjendja, për t'u lexuar me zë
kit-cards = Kartat e injekteve (ngjarjeve)
kit-log = Regjistri i vendimeve
kit-evaluation = Fletët e vlerësuesit
kit-not-for-table = Vetëm për lehtësuesin: këtu thuhet çfarë është e vërtetë.

kit-as-you-know-it = Gjendja siç e dini ju në orën { $clock }, { $since } pas fillimit. E keni parë vetë ose jua kanë thënë: mund të jetë e vjetër dhe mund të jetë e gabuar.
kit-nothing-heard = Ende nuk keni marrë vesh asgjë.
kit-what-you-know = Çfarë dini
kit-number = Nr.
kit-what = Çfarë
kit-as-of = Gjendja në orën
kit-from = Nga
kit-at = Ora
kit-own-eyes = ju vetë
kit-told-by = { $who } (me { $channel })
kit-told-by-of = { $who } (me { $channel }); burimi: { $observer }
kit-but = Por { $who } ({ $clock }): { $fact }
kit-classes = Klasat, siç u raportuan
kit-class = Klasa
kit-counted = Të numëruar
kit-missing = Mungojnë
kit-elsewhere = Dihet se janë diku tjetër
kit-resources = Mjetet, me sa dini ju
kit-resource = Mjeti
kit-asked-at = Kërkuar në orën
kit-answered-at = Përgjigje në orën
kit-last-known = Njoftimi i fundit
kit-pupils = { $pupil } është nxënës: klasa dhe numri në regjistrin e saj. Kush mungon në klasë, por dihet se është diku tjetër, është me vendndodhje të ditur.
kit-nobody-told = Për këto askush nuk ju ka thënë gjë, as po, as jo
kit-asked = Për këto keni pyetur dhe nuk ka përgjigje
kit-open-topic = { $topic }?
kit-you-decided = Çfarë keni vendosur
kit-you-said = Çfarë keni thënë dhe kush është përgjigjur
kit-answered = Janë përgjigjur
kit-not-answered = Ende pa përgjigje nga
kit-order = urdhër: { $about }
kit-request = kërkesë: { $about }
kit-question = pyetje: { $about }
kit-decided = { $clock }: { $decision }: { $option }
kit-questions = Pyetje për ju
kit-plan = Ku ndodhet: numrat janë ata të listës më sipër

kit-timing = Kohët
kit-in-scenario = Në skenar
kit-at-table = Në tryezë
kit-time-span = nga { $from } deri në { $to } ({ $lasts })
kit-script = Çfarë u vendos sipas skenarit
kit-decision = Vendimi
kit-option = Mundësia
kit-who = Kush
kit-due-since = Duhej që në orën
kit-known = U mor vesh
kit-decided-at = U vendos
kit-takes-effect = U zbatua
kit-no-decision = Në këtë modul nuk merret asnjë vendim.
kit-gap = Çfarë besojnë dhe çfarë është e vërtetë
kit-believes = Beson
kit-truth = E vërteta
kit-no-gap = Ajo që u është thënë është e vërtetë.
kit-known-to = E dinë
kit-not-known-to = Nuk e dinë
kit-nobody = askush
kit-cut = ✂ për drejtimin e stërvitjes: priteni para se ta jepni kartën
kit-questions-to-put = Pyetje për t'u bërë
kit-to = për: { $who }
kit-to-whom = Për
kit-listen-for = Vini re në përgjigje
kit-leads-to = çon te vendimi “{ $decision }”: { $options }
kit-source = Burimi: { $source }
kit-events = Çfarë fut drejtimi i stërvitjes
kit-outlook = Çfarë pason, variant për variant
kit-outlook-of = Mesatare nga { $runs } simulime për çdo variant; nëntë në dhjetë janë mes shifrave në kllapa. Ato tregojnë rastësinë, jo gabimet e modelit.
kit-as-it-stands = Skenari siç është
kit-variant = Varianti
kit-range = { $mean } ({ $low } deri në { $high })
kit-share = { $mean } (në { $runs } nga { $of } simulime)

kit-card = Injekti { $number } (ngjarje)
kit-card-control = Drejtimi i stërvitjes { $number }
kit-time = Ora
kit-through = Kanali
kit-expected = Veprimi i pritur
kit-never-came = në këtë simulim nuk erdhi
kit-done-to = { $action }: { $what }
kit-no-cards = Drejtimi i stërvitjes nuk fut asgjë.

kit-log-how = Një rresht për çdo vendim të tryezës: ora në skenar, kush vendos, çfarë, cila mundësi, dhe çfarë ia vlen të shënohet.
kit-log-clock = Ora
kit-log-note = Shënim
kit-log-options = Çfarë mund të vendoset

kit-aloud = Ora { $clock }, { $date }. { $title }.
kit-aloud-known = Këtu të gjithë dinë kaq.
kit-aloud-length = Rreth { $seconds } sekonda.

kit-objective = Objektivi
kit-capability = Aftësia
kit-target = Synimi
kit-evidence = Dëshmi nga simulimi
kit-result = Rezultati i simulimit
kit-rating = Vlerësimi, vetëm nga vlerësuesi
kit-rating-p = P: u krye pa vështirësi
kit-rating-s = S: u krye me disa vështirësi
kit-rating-m = M: u krye me vështirësi të mëdha
kit-rating-u = U: nuk mundi të kryhej
kit-rating-note = Simulimi jep dëshmi. Si vepruan pjesëmarrësit, e gjykon vlerësuesi.
kit-notes = Shënime
kit-no-objectives = Stërvitja nuk ka objektiva.

## Answers at the table: what if we had decided otherwise

answers-title = Po sikur?
answers-decision = Po sikur të kishim vendosur ndryshe për “{ $decision }”?
answers-of = { $runs } simulime për çdo zgjedhje, me të njëjtin fat si skenari. Mesatarja dhe në kllapa ku bien nëntë nga dhjetë: kjo është luhatje e fatit, jo sa larg realitetit është modeli.
answers-network = Këtu njerëzit ecin në një rrjet radhësh, jo me trupa: shpejt, por më përafërsisht në turmë.
answers-bodies = Njerëzit ecin me trupa.
answers-when = Kur
answers-script = siç e ka skenari
answers-never = nuk vendoset kurrë
answers-better = ▲ më mirë
answers-worse = ▼ më keq
answers-different = ◆ ndryshe
answers-same = = njësoj
answers-not-shown = ~ nuk shihet ndryshim
answers-marks = ▲ më mirë, ▼ më keq se skenari dhe jo rastësisht; ~ kaq simulime nuk tregojnë ndryshim; = njësoj në çdo simulim.
answers-unmoved = Çfarëdo që vendoset këtu dhe kurdo, në çdo simulim mbeten njësoj: { $names }.

## The sheets of a workbook

workbook-figures = Shifrat
workbook-objectives = Objektivat
workbook-knew = 1 Kush e dinte dhe kur
workbook-ways = 2 Daljet
workbook-help = 3 Ndihma
workbook-warnings = 4 Paralajmërimi dhe uji
workbook-decisions = 5 Vendimet
workbook-actions = 5 Veprimet
workbook-over-time = Në kohë
workbook-timeline = Rrjedha
