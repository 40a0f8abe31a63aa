/**
 * Labels that may mean the same thing, and labels that may mean no product.
 */
import type { Normalize } from './transactions-options.js'

/** A label as it is compared. `normalizeLabel(' Cream  Cheese ', 'fold')` → 'cream cheese' */
export function normalizeLabel(label: string, normalize: Normalize): string {
  switch (normalize) {
    case 'none':
      return label
    case 'trim':
      return label.trim()
    case 'fold':
      return label.trim().replace(/\s+/g, ' ').normalize('NFC').toLowerCase()
  }
}

/** Words of charges, corrections and tests that order lines of shops carry beside the goods. */
const NO_PRODUCT =
  /^(post|postage|dot|dotcom|d|m|s|b|c2|pads|cruk|test\d*|manual|samples?|discount|adjust(ment)?\d*|amazon ?fee|bank ?charges|fees?|shipping|delivery|carriage|freight|voucher|gift[_ ]?(card|voucher|[0-9_]+.*)?|check|unknown|n\/a|na|null|none|-|\?+)$|\b(postage|shipping|discount|bank charges|amazon fee|dotcom|voucher)\b|\bcarriage$/i

/**
 * Why a label looks like no product, or null.
 *
 * @param mostHaveDigits whether the labels are codes, of which one without a digit stands out
 * @example
 * suspicion('POST', true)        // 'a charge, correction or test by its name'
 * suspicion('85123A', true)      // null
 */
export function suspicion(label: string, mostHaveDigits: boolean): string | null {
  const text = label.trim()
  if (text === '') return 'no text'
  if (NO_PRODUCT.test(text)) return 'a charge, correction or test by its name'
  if (mostHaveDigits && !/\d/.test(text)) return 'a word among codes'
  return null
}
