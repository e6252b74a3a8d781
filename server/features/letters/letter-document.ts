export type { LetterDocument, LetterSource } from '#contract/letter-document.ts'
