/**
 * Phrases that announce harm to who reads them, in the languages that the site is offered in, and words
 * that no office should have to read. They are written as `plainOf` in hold-rules.ts leaves a text: small
 * letters without marks, apostrophes only inside words, one space between words.
 *
 * A phrase needs somebody who threatens (I, we, someone) and somebody who is threatened (you, yours): what others
 * did, said or may do is what letters are about. Words alone do not tell a quotation from a threat, so some
 * letters that only tell of one are looked at as well.
 */

const kin = 'famil(?:y|ies)|wife|husband|child|children|kids?|sons?|daughters?|mother|father|parents|staff'
const place = 'house|home|office|car|door|building'
const body = 'head|brains|skull|throat|face|neck|legs|mouth'
const you = '(?:you|u(?! [sn] )|(?:all|(?:every|each|any)(?: last)? one) of you)'
const iWill = "(?:i'?ll|we'll|(?:i'?m|we're|i am|we are) (?:(?:going|coming) to|gonna)|(?:i|we) (?:will|shall|gonna|wanna|want to))"
/** Up to six words in between, none of which denies it or gives the deed to somebody else. */
const between =
  '(?: (?!(?:not|never|nor|no|nobody|nothing|they|he|she|it|this|that|which|who|what|how|where|when|why|whether|because|while|if|may|can|could|might|would|will) )\\p{L}+){0,6}'
const kill = '(?:kill|murder|shoot|stab|behead|strangle|execute|hang|slaughter|butcher|lynch|poison|hurt|rape|gut|burn)'
const die = '(?:die(?! (?:hard|of|from) )|bleed|rot|choke)'
const hang = 'hang(?! (?:up|on|out|in|by|with|around|down|fire|an?|the|it|this|that|your?) )'
const next = 'be next(?! (?:in|to|on|up|after|year|month|week|time|door) )'
const killed = '(?:killed|murdered|shot|stabbed|beheaded|executed|hanged|hung|lynched|strung up|raped)'

const english = [
  `${iWill}${between} ${kill} ${you}(?! (?:an?|another|some|the) (?:quick |short )?(?:e ?mail|line|message|note|text|question)| with kindness)`,
  `(?:i|we) (?:kill|murder|stab|behead) ${you}`,
  `${iWill}${between} (?:kill|murder|shoot|stab|rape|hurt|poison|hang) your (?:whole )?(?:${kin})`,
  `${iWill}${between} (?:burn|bomb|blow up|torch|set fire to|shoot up) (?:down )?your (?:${place})`,
  `${iWill}${between} (?:slit|cut|smash|bash|blow|break|crush) your (?:${body})`,
  `${iWill}${between} (?:beat|cut|tear|burn) ${you} (?:up|to death|to pieces|open|apart|alive)`,
  `${iWill}${between} (?:see|watch|make|make sure|make sure that) ${you} (?:${hang}|${die})`,
  `${iWill}${between} your (?:${place}) with a (?:gun|knife|bomb|rifle|axe)`,
  `(?:i|we) want (?:you|your (?:${kin}))(?: all)? dead`,
  `(?:someone|somebody) (?:should|ought to|must|will|is going to|needs to) ${kill} ${you}`,
  `(?<!without (?:\\p{L}+ ){1,3})you(?:'ll|'re going to| will| shall| are going to| deserve to| should| ought to)(?: all| both| soon| surely)? (?:${die}|be ${killed}|(?:burn|rot) in hell|(?:hang|burn|bleed) for|pay with your life)`,
  `you(?:'ll| will| deserve to| should| ought to) ${hang}`,
  `(?:you(?:'ll| will)|your (?:${kin}) will)(?: all)? (?:${next}|be ${killed})`,
  `hope (?:that )?(?:you|your (?:${kin}))(?: all)? (?:${die}|${hang}|dies|rots|gets? (?:${killed}|cancer))`,
  `you(?:'re| are)(?: all)? (?:a )?dead (?:man|men|woman|women|meat)`,
  `(?:(?:i|we) (?:all |already )?(?:know|found out|can find out)|${iWill} find out) where you(?:r (?:${kin}))?(?: all)? (?:lives?|sleeps?|works?|parks?|goe?s? to)`,
  "(?:i'?m|i am|we're|we are) coming (?:for|after|to get) you",
  `(?:bomb|bullet|noose|grave|coffin|rope|knife)s?(?: is| are)?(?: waiting| ready| reserved)? (?:for you|with your name|for your (?:${kin}))`,
  `(?:bomb|bullet|acid|petrol|gasoline)s?(?: is| will be)? (?:in|into|inside|under|at|through|over) your (?:${place}|${body})`,
  'watch your back',
  'die you (?:scum|traitors?|pigs?|bastards?|bitch)',
  '(?:kill|hang|shoot|drown) yourself',
]

const dich = '(?:dich|euch|sie)(?: alle)?'
const dir = '(?:dir|euch|ihnen)'
/** Either order of words: "ich bringe", and "bringe ich" after another clause. */
const ich = (verb: string) => `(?:(?:ich|wir) ${verb}|${verb} (?:ich|wir))`

const umbringen =
  'umbringen|toe?ten|erschiessen|erstechen|abstechen|abknallen|aufhangen|ermorden|lynchen|kaltmachen|fertigmachen|totschlagen'

const german = [
  `${ich('bring(?:en?)?')} ${dich} um(?! (?:ihre?n?|deine?n?|eure?n?|die|den|das) )`,
  `${ich('(?:stech|knall|schiess)(?:en?)?')} ${dich} (?:ab|nieder)`,
  `${ich('mach(?:en?)?')} ${dich} (?:kalt|fertig)`,
  `${ich('schlag(?:en?)?')} ${dich} tot`,
  `${ich('(?:toe?te|erstech|erschiess|ermorde|erhang)(?:en?)?')} ${dich}`,
  `${ich('(?:werden?|will|wollen)')} ${dich}(?: (?!(?:nicht|nie|kein|an|die|der|den) )\\p{L}+){0,3} (?:${umbringen})`,
  `man sollte ${dich} (?:${umbringen})`,
  '(?:dich|euch) (?:bring|stech|knall|mach|schlag)(?:en?)? (?:ich|wir) (?:um|ab|kalt|fertig|tot)',
  'deine? (?:familie|kinder|frau|mann|sohn|tochter|mutter|vater) (?:wird|werden) (?:verrecken|bluten)',
  `(?:jag|schneid|schlitz|schlag|brech)(?:en?)? (?:ich |wir )?${dir} (?:eine kugel|den hals|die kehle|den schadel|den kopf|das genick)`,
  '(?:du (?:wirst|sollst)|ihr (?:werdet|sollt))(?: alle| bald| dafur)* (?:sterben|verrecken|brennen|bluten|hangen)',
  'gehor(?:st|t|en) (?:aufgehangt|erhangt|erschossen|gelyncht|vergast|an die wand)',
  '(?:ich weiss|wir wissen)(?: genau)? wo (?:(?:du|ihr) (?:wohn|schlaf|arbeit)e?s?t|sie wohnen|deine \\p{L}+ (?:wohn|schlaf|zur schule)\\p{L}*)',
  'kugel(?: ist)? fur (?:dich|euch)',
]

const tuer =
  '(?:tuer(?! le temps)|buter|crever|egorger|pendre(?! au nez)|fusiller|descendre|poignarder|abattre|assassiner|flinguer|bruler|faire la peau)'

const french = [
  `(?:je|on|nous) (?:vais|va|allons|viens|veux|veut|voulons)(?: venir)? (?:te |vous |t')(?:tous |toutes )?${tuer}`,
  `(?:il faut|il faudrait|on devrait) (?:te |vous |t')(?:tous |toutes )?${tuer}`,
  "je (?:te |vous |t')(?:tue|tuerai|bute|buterai|creverai|egorgerai|pendrai|descendrai|abattrai|assassinerai|ferai la peau)",
  "(?:on|nous) (?:te |vous |t')(?:tuera|tuerons|butera|egorgera|egorgerons|pendra|pendrons|descendra|abattra|abattrons)",
  '(?:tu vas|vous allez|tu merites de|vous meritez de)(?: tous| toutes| bientot)? (?:(?:mourir|crever)(?! de )|le payer de (?:ta|votre) vie)',
  '(?:je sais|on sait|nous savons) ou (?:(?:tu|vous) (?:habit|viv|vis|dor|travaill)\\p{L}*|(?:habit|viv|vit|travaill)\\p{L}* (?:ta|tes|votre|vos) \\p{L}+)',
  'balles?(?: est)? (?:pour (?:toi|vous)|dans (?:ta|votre) (?:tete|nuque))',
]

const hebrew = [
  '[וש]?(?:אהרוג|נהרוג|ארצח|אשחט|נשחט|אחסל|נחסל|אני יהרוג) (?:אותך|אתכם|אותכם|אתכן)',
  '(?:אני|אנחנו) (?:הולך|הולכת|הולכים|עומד|עומדת|עומדים|רוצה|רוצים|בא|באה|באים) (?:להרוג|לרצוח|לשחוט|לחסל|לדקור|לירות) (?:אותך|אתכם|אותכם|בך|בכם)',
  '(?:צריך|צריכים|חייבים) (?:להרוג|לרצוח|לירות) (?:אותך|אתכם|בך|בכם)',
  '(?:אתה תמות|את תמותי|אתם תמותו|אתה תישרף|אתם תישרפו|אתה תשלם בחייך)',
  '(?:אני|אנחנו) (?:יודע|יודעת|יודעים) (?:איפה|היכן) (?:אתה|את|אתם|המשפחה שלך|הילדים שלך) (?:גר|גרה|גרים|ישן|ישנה|עובד|עובדת|לומדים)',
  'מגיע (?:לך|לכם) (?:למות|מוות)',
]

export const threatPhrases: readonly string[] = [...english, ...german, ...french, ...hebrew]

/** Written so that none stands in the source as such; with the plural. */
const decoded = (words: string[]) => words.map((word) => `${Buffer.from(word, 'base64').toString()}s?`)

export const slurs: readonly string[] = decoded([
  'bmlnZ2Vy',
  'Y2hpbms=',
  'ZmFnZ290',
  'c3BpYw==',
  'cmFnaGVhZA==',
  'dHJhbm55',
  'Y2hpbmV0b3F1ZQ==',
  'c2NobGl0emF1Z2VuPw==',
  'Ym91Z25vdWxl',
])

/** People bear these as names, and may sign with them. */
export const slursThatAreNames: readonly string[] = decoded(['a2lrZQ==', 'cGFraQ==', 'Z29vaw==', 'eW91cGlu'])

/** Old phrases that mean nobody. */
export const harmlessPhrases = /chinks? (?:in|of) (?:the|an?|its|his|her|their|our|your|that|this|light|armou?r)|spic and span/gu
