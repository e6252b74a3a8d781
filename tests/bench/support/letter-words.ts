/** Words of invented letters: English ones by what they do in a sentence, and syllables of other scripts. */

const words = (text: string) => text.trim().split(/\s+/)

export const nouns = words(`
  account action advice agency agreement aid airport alarm answer apartment appeal archive argument bakery bank barrier battery benefit
  bicycle bill blanket border bottle branch bridge brother budget bus calendar camera campaign canal care carer cause ceiling
  charity chart child choir church citizen claim clinic closure coast college comfort committee compromise concern consequence contract
  convoy corridor cost council country court cousin crisis crossing daughter deadline debate debt decision decline delay delegation
  dentist deposit detail dialogue difference diploma director disaster distance doctor document donation doubt drought duty earthquake
  economy education effort election electricity emergency employer engineer envelope evening evidence example exchange expense expert
  factory failure faith family farm farmer father fear fee ferry field figure fire flat flight flood forest freedom friend frontier fuel
  funding future garage garden gate generation government grandmother grant grocer group guarantee guard habit harbour harvest health
  heating hearing height help history holiday home hope hospital hotel hour house household housing idea illness income inquiry
  insurance interest interview island job journalist journey judge justice kitchen knowledge label labour lack lake land landlord
  language law lawyer leader leaflet library licence list loan lorry loss market matter mayor meal measure medicine meeting member
  memory message midwife minister ministry mistake moment money month morning mother motion mountain museum music nation neighbour
  network newspaper noise notice number nurse obligation occasion office officer opinion option orchard order outcome owner package
  paper parent park parliament partner passport past patient pavement payment peace pension petition pharmacy photograph pipe place
  plan plant platform playground pleasure plumber police policy pond population port position poverty power practice pressure price
  principle prison problem procedure process product profession progress project promise proof proposal protection public purpose
  quarter question queue radio railway reason recommendation record reform refuge region regulation relief rent repair report
  reputation request rescue research resident resource response result retirement review right risk river road roof room route rule
  safety salary sanction saving school science sea season secretary security sentence service settlement shelter shop sister
  situation skill society soldier solution son source speech staff station statement statistic storm story street strength student
  study subsidy suburb suffering summer supply support surgery survey teacher team technology tenant term theatre threat timetable
  tool tourist town trade tradition train training transport treaty treatment trial trouble truth tunnel uncle union university
  valley value vehicle victim view village visit voice volunteer vote wage waiting warning waste water weather weekend welfare
  widow winter witness woman wood work worker workshop world year youth`)

export const verbs = words(`
  accept address admit adopt affect afford allow announce answer appreciate arrange ask assess avoid begin believe block bring build
  buy call cancel carry cause change check choose clarify close collect compare complete condemn consider continue cover create
  cut damage decide defend delay deliver demand deny deserve discuss divide doubt drop encourage end endanger examine expand expect
  explain explore express extend face fail favour fear feel finance find fix follow forget fund gather give grant guarantee halt
  harm hear help hide hold honour ignore improve include increase inform insist inspect invest investigate join judge keep know
  lack lead leave lift lose maintain manage mean measure meet mention miss move need neglect notice offer open oppose organise owe
  pay persuade plan postpone prepare present preserve press prevent promise propose protect prove provide publish punish push raise
  reach read receive recognise recommend reconsider record reduce refuse regret reject release remember remove repair repeat replace
  reply report represent require rescue resolve respect restore review save see sell send serve settle share show shut sign solve
  speak spend start stop strengthen study suffer suggest support suspend take teach tell test thank threaten treat trust
  understand urge use value visit vote wait want warn watch weaken welcome witness work worry write`)

export const adjectives = words(`
  able absent active actual additional afraid ancient angry annual anxious available aware basic bitter blind brave brief broad broken
  busy calm careful central certain cheap clear closed cold common complete complex constant cruel crowded daily damp dangerous
  dark dear deep desperate different difficult direct distant double early eastern easy elderly empty endless entire equal essential
  exact exhausted expensive fair faithful familiar famous fatal final financial firm foreign formal former fragile free frequent
  fresh frightened full general generous gentle genuine grave great harsh healthy heavy helpful hidden high honest hopeful huge
  human hungry important impossible independent innocent international joint keen large lasting late legal local lonely long loud
  low loyal lucky main medical mild minor missing modern narrow national natural necessary nervous new northern obvious official
  old only open ordinary outside painful patient peaceful permanent personal plain pleasant polite poor practical precious previous
  private proper proud public quick quiet rare ready real recent regional regular reliable remote rich rough rural sad safe secret
  senior separate serious severe shared short sick silent similar simple slow small social solid southern special steep strange
  strict strong sudden suitable temporary terrible thin tired total tough true typical uncertain unfair upper urban urgent useful
  usual various vast violent visible vital vulnerable warm weak wealthy western wet whole wide willing wise wonderful wooden
  worried worse wrong young`)

export const adverbs = words(`
  again almost already always badly barely carefully certainly clearly daily deeply directly early easily entirely especially
  eventually exactly finally firmly frequently fully gladly gradually greatly hardly honestly immediately increasingly largely lately
  literally mainly merely mostly naturally nearly never normally obviously often openly partly patiently perhaps personally plainly
  probably properly publicly quickly quietly rarely readily really recently regularly seldom seriously sharply shortly simply
  slowly sometimes soon still strongly suddenly surely today together tomorrow truly twice usually weekly widely yesterday`)

/** What many letters say in the same words, whoever writes them. */
export const courtesies = [
  'I am writing to you as one of your constituents.',
  'I am writing to you as your constituent because I am worried about what is happening.',
  'I hope this letter finds you well.',
  'Thank you for taking the time to read my letter.',
  'I look forward to hearing from you.',
  'I would be grateful if you could tell me what you intend to do about this.',
  'Please let me know what steps you are going to take.',
  'I have lived in your constituency for many years and have voted at every election.',
]

/** Syllables out of which words of other scripts are made; their letters lie in Unicode's first plane. */
export const otherScripts = [
  'ка ро ми та ле нь во са ду ги по ря че жи бо ла ст ен ри зу ме по во да щи ту хо це',
  'κα ρο μι τα λε νη σο πα δυ γι θε βα ξι φο χη ου αν ερ ισ ος μα ντ στ εί ού ψα',
  'كا رو مي تا لي نا سو با دي جا حي قا فو شا عل من ال ير ست خب طا صو',
  'का रो मी ता ले ना सो पा दे गी बा हू चा री शा भी या मु ठा कि',
  '我 们 的 人 在 有 这 来 到 时 大 地 为 子 中 你 说 生 国 年 着 就 那 和 要 她 出 也 得 里 后 自 以 会 家 可 下 而 过 天 去 能 对 小 多 然 于 心 学 么 之 都 好 看 起 发 当 没 成 只 如 事 把 还 用 第 样 道 想 作 种 开',
].map(words)
