/** Some members stand with a title before their name, to be told from a namesake in Hansard. */
const titled = /^(Mr|Mrs|Ms|Miss|Dr|Prof|Senator|(?:the )?Hon\.?)\s+(?=\S)/i

/** A name without its title, and the title. */
export function nameParts(written: string): { name: string; honorific: string | null } {
  const title = titled.exec(written.trim())
  return title ? { name: written.trim().slice(title[0].length), honorific: title[1] ?? null } : { name: written.trim(), honorific: null }
}
