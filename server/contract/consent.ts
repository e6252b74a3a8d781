export type Consent = {
  /** The day of the wording and, but for English, its language: `2026-11-24.de`. */
  version: string
  sign: string
  age: string
  updates: string
  publicName: string
  /** What the writer of a letter agrees to. */
  letter: string
}

/**
 * What a signer agrees to, word for word, in each language. Each signature stores the version and
 * the moment; a changed wording is a new version, and an old one stays here as long as a signature
 * names it.
 */
const consents: Record<string, Consent> = {
  en: {
    version: '2026-11-24',
    sign: 'I agree that my signature is counted. What I type here is kept for this petition: my name, e-mail address, postcode and comment encrypted, my country not. I know that this can reveal a political opinion, and that I can withdraw.',
    age: 'I am 16 or older.',
    updates: 'Send me news about this petition by e-mail. I can stop it at any time.',
    publicName: 'My name may be shown to the addressee and on this site.',
    letter:
      'I agree that this letter, with my name, the place that I gave and my e-mail address, is given to its addressee once I confirm it. It is kept here encrypted until 28 days later. I know that it can reveal a political opinion.',
  },
  de: {
    version: '2026-11-24.de',
    sign: 'Ich stimme zu, dass meine Unterschrift gezählt wird. Was ich hier eingebe, wird für diese Petition aufbewahrt: mein Name, meine E-Mail-Adresse, meine Postleitzahl und mein Kommentar verschlüsselt, mein Land nicht. Ich weiß, dass daraus eine politische Meinung hervorgehen kann und dass ich widerrufen kann.',
    age: 'Ich bin 16 Jahre alt oder älter.',
    updates: 'Schicken Sie mir Neuigkeiten zu dieser Petition per E-Mail. Ich kann das jederzeit beenden.',
    publicName: 'Mein Name darf der Stelle, an die sich die Petition richtet, und auf dieser Website gezeigt werden.',
    letter:
      'Ich stimme zu, dass dieser Brief mit meinem Namen, dem angegebenen Ort und meiner E-Mail-Adresse an die angeschriebene Stelle geht, sobald ich ihn bestätige. Er wird hier verschlüsselt bis 28 Tage danach aufbewahrt. Ich weiß, dass daraus eine politische Meinung hervorgehen kann.',
  },
  fr: {
    version: '2026-11-24.fr',
    sign: 'J’accepte que ma signature soit comptée. Ce que je saisis ici est conservé pour cette pétition : mon nom, mon adresse e-mail, mon code postal et mon commentaire sous forme chiffrée, mon pays en clair. Je sais que cela peut révéler une opinion politique et que je peux me rétracter.',
    age: 'J’ai 16 ans ou plus.',
    updates: 'Envoyez-moi des nouvelles de cette pétition par e-mail. Je peux y mettre fin à tout moment.',
    publicName: 'Mon nom peut être montré au destinataire et sur ce site.',
    letter:
      'J’accepte que cette lettre, avec mon nom, le lieu indiqué et mon adresse e-mail, soit remise à son destinataire une fois que je l’aurai confirmée. Elle est conservée ici sous forme chiffrée jusqu’à 28 jours après. Je sais qu’elle peut révéler une opinion politique.',
  },
  he: {
    version: '2026-11-24.he',
    sign: 'אני מסכים/ה שחתימתי תיספר. מה שאני מקליד/ה כאן נשמר עבור עצומה זו: שמי, כתובת הדוא״ל שלי, המיקוד וההערה – בהצפנה; המדינה שלי – ללא הצפנה. ידוע לי שהדבר עשוי לגלות דעה פוליטית, ושאני יכול/ה לחזור בי.',
    age: 'גילי 16 שנים או יותר.',
    updates: 'שלחו לי עדכונים על עצומה זו בדוא״ל. אפשר להפסיק זאת בכל עת.',
    publicName: 'מותר להציג את שמי לנמען ובאתר זה.',
    letter:
      'אני מסכים/ה שמכתב זה, עם שמי, המקום שמסרתי וכתובת הדוא״ל שלי, יימסר לנמען לאחר שאאשר אותו. הוא נשמר כאן בהצפנה עד 28 ימים לאחר מכן. ידוע לי שהוא עשוי לגלות דעה פוליטית.',
  },
}

const english = consents['en'] as Consent

/** The wording of a language that there is one in, else the English one. */
export function consentIn(locale: string): Consent {
  return consents[locale] ?? english
}

/** The language of the wording that a signer agreed to: the one that they read. */
export function localeOfConsent(version: string): string {
  return version.split('.')[1] ?? 'en'
}
