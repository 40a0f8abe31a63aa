/** Text that came from anywhere becomes text in HTML: no markup, no attribute break, no script. */

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Escape for element content and quoted attributes. `escapeHTML('<b>')` → `'&lt;b&gt;'` */
export function escapeHTML(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character])
}

/** A word that is safe as an id and in a fragment link. `slug('Births, 2000–2014')` → `'births-2000-2014'` */
export function slug(text: string): string {
  const word = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return word === '' ? 'section' : word
}
