import { describe, expect, it } from 'vitest'
import type { HoldReason } from '../../server/features/letters/hold-rules.ts'
import { hasLink, holdReasons } from '../../server/features/letters/hold-rules.ts'
import { floodPerDay } from '../../server/features/letters/rules.ts'

/** Why a letter with these words is held. */
const reasonsFor = (given: Partial<Parameters<typeof holdReasons>[0]>): HoldReason[] =>
  holdReasons({ subject: 'Please look into it', own: 'I ask you to look into it.', name: 'Ana Example', confirmedToday: 0, ...given })
const reasonsForWords = (own: string) => reasonsFor({ own })

describe('a letter that nobody need look at', () => {
  it.each([
    // Violence that others did, may do or are asked to end.
    'They killed my uncle in 2004, and nobody has told us where he lies.',
    'The guards said: we will shoot anybody who runs. I was nineteen.',
    'The soldiers were going to kill you if you stayed, so my mother left with three children.',
    'In that prison they will kill you for your organs, a doctor told us.',
    'They said they would hurt my family if I spoke to you.',
    'A bullet was found in his back, and the death certificate spoke of illness.',
    'Imagine a bomb falling on your home; then you know how my aunt lives.',
    'Acid was thrown at women in the next street and your government sent nobody.',
    'My brother was stabbed, hanged and burned, the witness said.',
    'Would you wish to learn that a stranger died so that you live?',
    'When you die, your family is asked; in that country nobody asks.',
    'If you die in an English hospital, you are presumed to have agreed.',
    'What happens to your organs when you are dead should be your choice.',
    'I do not want to hurt you with these words, only to be heard.',
    'Forgive me if I hurt your feelings.',
    'I will not say that they kill you with the needle; I was not there.',
    'I will never kill, and I will never ask you to.',
    'We will tell you what may kill you: silence, and a long queue for kidneys.',
    'There is blood on your hands if you look away once more.',
    'Without a transplant you will die within two years, my doctor said, and you will die of it slowly.',
    'You will die of shame is what they said.',
    'They cut open his chest while he was alive. They will hang you for a poem there.',
    'A knife for the surgeon, a coffin for the donor. Had you been shot, your mother would write.',
    'The guards told me to kill myself, and he said he would kill himself.',
    'We found out where the hospital buys its organs. We will ask whether the drugs used there poison you.',
    // Politics speaks of war.
    'Please kill the bill before it reaches the Lords.',
    'We will bomb the budget with amendments, one of your colleagues joked.',
    'We will fight this clause line by line, and we will beat you at the ballot box if we must.',
    'Heads should roll, and your days in office are numbered.',
    'We are coming for your seat at the next election, as is our right.',
    'This amendment will die in committee unless you speak.',
    'I will hang your reply on my wall.',
    'I will shoot you an e-mail when the date is known.',
    'You will burn your fingers with this contract, and you should hang up when they ring.',
    'You will pay for this at the next election.',
    'You will be next in line to chair the committee, and I hope you die-hard supporters will read on.',
    'We are coming for a visit on Friday; we will hang U.S. flags, and I shall see you hang up your coat.',
    'I want to kill off the myth, and we are going to shoot a film with you in it.',
    'You are dead right, Minister, and this will kill you politically.',
    'Watch your inbox: the backbench group will write too.',
    'I know where you stand on this and I respect it.',
    'Do you know where you live in the ranking of donor registers?',
    // Words that hold other words.
    'Ms Scunthorpe, Mr Dick Cockburn and Dr Hancock of Penistone wrote before me.',
    'My Pakistani neighbour and I both signed.',
    'The report shows a chink in the armour of the register.',
    'There was one chink of light: the hearing of 2013. The files were spic and span.',
    'The answer was gobbledygook.',
    'The SPLC and the BBC reported it.',
    'The specific despicable conspicuous facts are in the annex.',
    // Science, law and figures.
    'Cyclosporin at 3.5mg/kg, creatinine 1.2 mg/dL, n = 12 (p < 0.05), cf. Smith et al.',
    'HLA-B27, CD4+ and IgG were tested in 60,000 to 100,000 cases a year.',
    'See H.R.1503, s. 32A(1), Art. 3.2 and S.Con.Res.4, i.e. the U.S.A. and the U.K., e.g. after 10 p.m.',
    'It costs £3.5m.The rest is unknown.Please ask.',
    'He was killed.me and my sister fled.to this day we wait.so do others.it is long.',
    'You and/or your office can answer; he/she/they need not sign. The speed was 90 km/h.',
    // Other languages.
    'Ich mache Sie auf Folgendes aufmerksam: Sie werden sterben, wenn niemand hilft.',
    'Ich bringe Sie um Ihre Mittagspause, verzeihen Sie. Wir wissen nicht, wo sie wohnen.',
    'Wir wissen, wo sie arbeiten müssen: in Lagern. Ich will nicht, dass Menschen getötet werden.',
    'Ich werde Sie an die Toten erinnern, bis Sie antworten. Die Häftlinge bekamen eine Kugel in den Kopf.',
    'Wir hängen Ihr Schreiben im Vereinsheim auf.',
    'Je vous dis qu’on tue des prisonniers, et qu’on vous tue là-bas pour vos organes.',
    'Je vais vous décrire comment ils sont morts. Une balle dans la tête, puis le bloc opératoire.',
    'Nous allons vous écrire encore; on vous le dira chaque mois. La fin.De plus, rien.',
    'Schlagen Sie ab, was falsch ist. Ich schlage Ihnen eine Anfrage vor und stelle Sie mir als gerecht vor.',
    'On va vous tuer le temps avec des promesses, et cela va vous pendre au nez. Je sais où vous voulez en venir.',
    'הם הרגו את דודי. אני מבקש שתשאל את השר. התמותה שם גבוהה.',
    'אני יודע איפה אתה עומד בנושא, ואני רוצה להודות לך.',
    'آن‌ها عموی مرا کشتند. می‌خواهم بپرسید چرا.',
    'ਉਹਨਾਂ ਨੇ ਮੇਰੇ ਚਾਚੇ ਨੂੰ ਮਾਰਿਆ। क्‍या आप पूछेंगे? ශ්‍රී ලංකාව',
    '请您询问部长。他们杀害了我的叔叔。',
    'Они убили моего дядю. Прошу вас спросить министра.',
    // People and their marks.
    'We are a family of four 👨‍👩‍👧‍👦 from England 🏴󠁧󠁢󠁥󠁮󠁧󠁿, Wales 🏴󠁧󠁢󠁷󠁬󠁳󠁿 and Scotland 🏴󠁧󠁢󠁳󠁣󠁴󠁿 ❤️ 1️⃣ 👩🏽‍⚕️.',
    'O’Neill wrote “please”, l’été dernier, rock ’n’ roll – and 5 o’clock.',
  ])('%s', (own) => {
    expect(reasonsForWords(own)).toEqual([])
  })
})

describe('a threat is held', () => {
  it.each([
    'I will kill you.',
    "I'll kill you",
    'ill kill u',
    "We're going to shoot you.",
    'I am going to find you and stab you.',
    'I want to see you hang.',
    'If you vote for this, we shall hang every one of you.',
    'I swear I will burn down your house.',
    "I'm gonna slit your throat",
    'We will rape your daughter.',
    'You will die for this.',
    'you deserve to be shot',
    'You should hang.',
    'I hope your children get cancer.',
    'Somebody should shoot you.',
    'You are a dead man.',
    'We know where you live.',
    'I know where your kids go to school.',
    'We are coming for you.',
    'I am coming to your house and I will kill you.',
    "I'll be waiting outside your house with a knife",
    'We will make sure that you die. We want you dead.',
    'Your children will be next.',
    'There is a bullet with your name on it. A bullet is waiting for you.',
    'A bomb is under your car.',
    'Watch your back!',
    'Go and kill yourself',
    'Ich bringe dich um.',
    'Wenn Sie das tun, bringe ich Sie um!',
    'Wir werden dich finden und töten.',
    'Ich werde Sie erschießen.',
    'Ich steche dich ab',
    'Dich bring ich um',
    'Man sollte Sie aufhängen.',
    'Du wirst sterben.',
    'Sie gehören aufgehängt!',
    'Ich weiß, wo du wohnst.',
    'Wir wissen, wo sie wohnen.',
    'Je vais te tuer.',
    'On va vous égorger.',
    'Je t’égorgerai',
    'Je vous tuerai tous.',
    'Vous allez crever.',
    'On sait où vous habitez.',
    'Je sais où travaille votre femme.',
    'Une balle pour toi.',
    'Il faut vous pendre.',
    'אני אהרוג אותך',
    'אנחנו נהרוג אתכם.',
    'אֲנִי הוֹלֵךְ לַהֲרֹג אוֹתָךְ ואהרוג אותך',
    'אתם תמותו!',
    'אנחנו יודעים איפה אתה גר',
  ])('%s', (own) => {
    expect(reasonsForWords(own)).toEqual(['threat'])
  })

  it.each([
    ['capitals', 'I WILL KILL YOU'],
    ['line breaks and many spaces', 'I  will\n\nkill \t you'],
    ['spaces that do not break', 'I will\u00a0kill\u2003you'],
    ['full stops', 'I. WILL. KILL. YOU.'],
    ['commas, dashes and stars', 'I will, today – *kill* you'],
    ['curly quotes', 'I’ll kill you'],
    ['quotes around words', "I will 'kill' “you”"],
    ['digits for letters', 'I w1ll k1ll y0u'],
    ['ones for l', 'I wi11 ki11 you'],
    ['capital i for l', 'I wiII kiII you'],
    ['signs for letters', 'I will k!ll you, $tab you'],
    ['accents', 'Í wíll kîll yoú'],
    ['Cyrillic letters', 'І will кill уоu'],
    ['Cyrillic capitals', 'I WILL КILL УОU'],
    ['Greek letters', 'Ι will κill yου'],
    ['full-width letters', 'Ｉ ｗｉｌｌ ｋｉｌｌ ｙｏｕ'],
    ['mathematical letters', '𝐈 𝐰𝐢𝐥𝐥 𝐤𝐢𝐥𝐥 𝐲𝐨𝐮'],
    ['dotless i', 'I wıll kıll you'],
    ['German written without umlauts', 'ICH WERDE DICH TOETEN'],
  ])('however it is written: %s', (_how, own) => {
    expect(reasonsForWords(own)).toContain('threat')
  })

  it.each(['\u200b', '\u200c', '\u200d', '\u00ad', '\u2060', '\u034f', '\ufe0f', '\u200e', '\u{e0061}', '\u3164'])(
    'with a mark inside that is not seen, which is told as well: %j',
    (mark) => {
      expect(reasonsForWords(`I will ki${mark}ll you.`)).toEqual(['threat', 'hidden-characters'])
    },
  )

  it.each([{ subject: 'We know where you live' }, { name: 'I will kill you' }])('in %j too', (given) => {
    expect(reasonsFor(given)).toEqual(['threat'])
  })

  it('and so is what only tells of one or sounds like one, since words alone do not tell them apart', () => {
    const telling = [
      'The guard told my cousin: “You will die here.”', // A quotation: the words are those of a threat.
      '“I will kill you,” the officer said to her.',
      'If no kidney comes you will die, my doctor said.', // "You" may mean anybody.
      'Du wirst sterben, sagten sie ihm. Vous allez mourir, m’a-t-on dit.',
      'Someone will kill you for your kidneys over there.',
      'They shouted: kill yourself.',
    ]

    expect(telling.filter((own) => !reasonsForWords(own).includes('threat'))).toEqual([])
  })
})

describe('a slur is held', () => {
  const [ni, ch, go, pa, ki] = ['bmlnZ2Vy', 'Y2hpbms=', 'Z29vaw==', 'cGFraQ==', 'a2lrZQ=='].map((word) =>
    Buffer.from(word, 'base64').toString(),
  )

  it.each([
    `You ${ni}s`,
    `What a ${ch}.`,
    `${go?.toUpperCase()}!`,
    `the ${pa}s`,
    `a ${ki}`,
    `n1${ni?.slice(2)}`,
    `ch\u0456${ch?.slice(3)}`,
  ])('case %#', (own) => {
    expect(reasonsForWords(own)).toContain('threat')
  })

  it('but a person may bear such a name', () => {
    expect(reasonsFor({ name: `${ki} Example` })).toEqual([])
    expect(reasonsFor({ name: `Ana ${pa}` })).toEqual([])
    expect(reasonsFor({ name: `Ana ${ni}` })).toEqual(['threat'])
  })

  it('also where somebody tells of what they were called: who reads it lets it go', () => {
    expect(reasonsForWords(`At school they called me a ${pa}.`)).toEqual(['threat'])
  })
})

describe('addresses of pages', () => {
  it.each([
    'https://example.org/a?b=https%3A%2F%2Fexample.net#c',
    'https://www.example.org',
    'HTTPS://EXAMPLE.ORG',
    'http://192.0.2.1/x',
    'www.example.test',
    'example.org',
    'news.example.co.uk/a/b',
    't.me/example',
    'beispiel-münchen.de',
    'ｅｘａｍｐｌｅ．ｏｒｇ',
    'exam\u00adple.org',
  ])('one may be in a letter, two are held: %s', (address) => {
    const hidden = address.includes('\u00ad') ? ['hidden-characters'] : []

    expect(reasonsForWords(`I read (${address}) yesterday.`)).toEqual(hidden)
    expect(reasonsForWords(`I read ${address}, and then ${address}.`)).toEqual(['links', ...hidden])
    expect(hasLink(`I read ${address}.`)).toBe(true)
  })

  it('two are two without a space between', () => {
    expect(reasonsForWords('https://example.org,https://example.net')).toEqual(['links'])
    expect(reasonsForWords('example.org|example.net')).toEqual(['links'])
  })

  it('one in the subject and one in the words are two', () => {
    expect(reasonsFor({ subject: 'As on example.org', own: 'Or on example.net.' })).toEqual(['links'])
  })

  it('a name has none', () => {
    expect(reasonsFor({ name: 'Buy at example.org' })).toEqual(['links'])
  })

  it.each([
    'Write to ana@example.org or jo.co.uk@mail.example.net, first.info.last@example.com.',
    'The end of a sentence.',
    'See e.g. the U.S.A, 3.5m, No.12, 10.30, vol.2, pp.3–4, Node.js, Ph.D. and St.Gallen.',
    'He was killed.me and mine.it is so.to you.in vain',
    'and/or, 5/6, s/he, 2026/27, km/h',
  ])('no address is in: %s', (own) => {
    expect(hasLink(own)).toBe(false)
  })
})

describe('marks that are not seen', () => {
  it.each([
    ['soft hyphen', 'trans\u00adplant'],
    ['zero-width space', 'trans\u200bplant'],
    ['zero-width joiner between Latin letters', 'trans\u200dplant'],
    ['zero-width non-joiner between Cyrillic letters', 'пере\u200cсадка'],
    ['right-to-left mark between Latin letters', 'trans\u200fplant'],
    ['word joiner', 'trans\u2060plant'],
    ['invisible separator', 'a\u2063b'],
    ['Hangul filler', 'a\u3164b'],
    ['text in tags', 'Hello\u{e0048}\u{e0069}'],
    ['text in tags after a black flag', `🏴${'\u{e0061}'.repeat(20)}\u{e007f}`],
    ['a row of variation selectors', `❤${'\ufe0f\ufe0e'.repeat(10)}`],
  ])('are held: %s', (_name, own) => {
    expect(reasonsForWords(own)).toEqual(['hidden-characters'])
  })

  it.each([
    ['Persian', 'می\u200cخواهم'],
    ['Hindi', 'क्\u200dया'],
    ['Khmer, whose words are parted by it', 'ខ្ញុំ\u200bចង់\u200bសួរ'],
    ['Thai', 'ฉัน\u200bขอ'],
    ['Hebrew with direction marks', 'שלום\u200f, (2014)\u200e.'],
    ['Japanese names with variants', '葛\u{e0100}城'],
    ['Mongolian with vowel variants', 'ᠮᠣᠩᠭᠣᠯ\u180b'],
  ])('are not where they belong: %s', (_name, own) => {
    expect(reasonsForWords(own)).toEqual([])
  })

  it('are looked for in subject and name as well', () => {
    expect(reasonsFor({ subject: 'Trans\u200bplants' })).toEqual(['hidden-characters'])
    expect(reasonsFor({ name: 'Ana\u3164' })).toEqual(['hidden-characters'])
  })
})

describe('shouting', () => {
  const loud = 'PLEASE ASK THE MINISTER WHY NOBODY HAS LOOKED INTO THIS FOR SO MANY YEARS.'

  it('is held over more than a sentence', () => {
    expect(reasonsForWords(loud)).toEqual(['shouting'])
    expect(reasonsForWords('ПОЖАЛУЙСТА СПРОСИТЕ МИНИСТРА ПОЧЕМУ НИКТО НЕ ЗАНЯЛСЯ ЭТИМ ДЕЛОМ ДО СИХ ПОР')).toEqual(['shouting'])
  })

  it.each([
    'PLEASE ASK THE MINISTER WHY.',
    `${loud} I am sorry for the capitals: I am told that screens are read in all sizes these days.`,
    'Please ask BMA, WHO, UN, EU, NHS, GMC, HTA, FCDO, DHSC, ISHLT, PACE, OHCHR, DAFOH and ETAC what they have done about it since.',
    '请您就此事询问世界卫生组织部长为什么没有人调查这件事情多年来我们一直在等待答复并且希望您能够帮助我们所有受害者的家属找到真相WHOUNEUNHSGMCHTAFCDODHSCISHLTPACEOHCHRDAFOHETACWHOUNEUNHSGMCHTA',
    'שאלו את השר מדוע איש לא בדק זאת במשך שנים רבות כל כך, בבקשה מכם ומכל חבריכם',
  ])('is not: %s', (own) => {
    expect(reasonsForWords(own)).toEqual([])
  })
})

describe('a flood', () => {
  it(`is the letter after the ${floodPerDay}th of a day`, () => {
    expect(reasonsFor({ confirmedToday: floodPerDay - 1 })).toEqual([])
    expect(reasonsFor({ confirmedToday: floodPerDay })).toEqual(['flood'])
  })
})

it('all reasons are told at once, each once', () => {
  const own = `I WILL KILL YOU. I WILL KILL YOU. SEE HTTPS://EXAMPLE.ORG AND HTTPS://EXAMPLE.NET AND TAKE NOTE OF IT\u200b`

  expect(reasonsFor({ own, confirmedToday: 99 })).toEqual(['links', 'threat', 'hidden-characters', 'shouting', 'flood'])
})

it.each([
  'i will '.repeat(900),
  'a.'.repeat(3000),
  'aa.co.'.repeat(1000),
  'a'.repeat(6000),
  `${'-'.repeat(5999)}.`,
  'you will '.repeat(700),
  '\ufe0f a'.repeat(2000),
])('the longest letter is looked through at once, whatever it holds (%#)', (own) => {
  const before = performance.now()

  holdReasons({ subject: '', own, name: '', confirmedToday: 0 })

  expect(performance.now() - before).toBeLessThan(250)
})
