/** The two chambers read the same documents by two schemas. */
export type CwcChamber = 'house' | 'senate'

/** The chamber of an office, by its code's first letter. A code that begins otherwise is read as the House's, whose schema refuses it. */
export function chamberOf(officeCode: string): CwcChamber {
  return officeCode.startsWith('S') ? 'senate' : 'house'
}

/** Forms of address that the Senate takes, and no others; the House takes any. */
export const cwcPrefixes = ['Mr.', 'Mrs.', 'Miss', 'Ms.', 'Dr.'] as const

/** The policy areas of the Library of Congress; a message names one or more of them. */
export const cwcTopics = [
  'Agriculture and Food',
  'Animals',
  'Armed Forces and National Security',
  'Arts, Culture, Religion',
  'Civil Rights and Liberties, Minority Issues',
  'Commerce',
  'Congress',
  'Crime and Law Enforcement',
  'Economics and Public Finance',
  'Education',
  'Emergency Management',
  'Energy',
  'Environmental Protection',
  'Families',
  'Finance and Financial Sector',
  'Foreign Trade and International Finance',
  'Government Operations and Politics',
  'Health',
  'Housing and Community Development',
  'Immigration',
  'International Affairs',
  'Labor and Employment',
  'Law',
  'Native Americans',
  'Public Lands and Natural Resources',
  'Science, Technology, Communications',
  'Social Sciences and History',
  'Social Welfare',
  'Sports and Recreation',
  'Taxation',
  'Transportation and Public Works',
  'Water Resources Development',
] as const
export type CwcTopic = (typeof cwcTopics)[number]

/** States, the District of Columbia and the territories that send a delegate, by postal abbreviation. */
export const cwcStates =
  'AK AL AR AS AZ CA CO CT DC DE FL GA GU HI IA ID IL IN KS KY LA MA MD ME MI MN MO MP MS MT NC ND NE NH NJ NM NV NY OH OK OR PA PR RI SC SD TN TX UT VA VI VT WA WI WV WY'.split(
    ' ',
  )

/** Kinds of bill as the House spells them, with the Senate's spelling. The Senate's schema has no last dot in one of them. */
export const cwcBillTypes = {
  hamdt: 'H.Amdt.',
  hconres: 'H.Con.Res',
  hjres: 'H.J.Res.',
  hr: 'H.R.',
  hres: 'H.Res.',
  s: 'S.',
  samdt: 'S.Amdt.',
  sconres: 'S.Con.Res.',
  sjres: 'S.J.Res.',
  sres: 'S.Res.',
} as const
export type CwcBillType = keyof typeof cwcBillTypes
