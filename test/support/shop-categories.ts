/**
 * A shop's customers and the categories they bought from: 9,998 baskets in which popular categories meet often because they are popular. Items and
 * four pairs have the counts of a real shop; the cells that these leave open are as near to independence as they allow (iterative
 * proportional fitting, rounded to whole customers).
 */

/** Customers by the set of categories they bought from; eight have none. */
const CELLS: readonly (readonly [customers: number, categories: readonly string[]])[] = [
  [8, []],
  [7, ['Électronique']],
  [13, ['Sports']],
  [18, ['Sports', 'Électronique']],
  [48, ['Livres']],
  [65, ['Livres', 'Électronique']],
  [95, ['Livres', 'Sports']],
  [122, ['Livres', 'Sports', 'Électronique']],
  [149, ['Mode']],
  [189, ['Mode', 'Électronique']],
  [283, ['Mode', 'Sports']],
  [357, ['Mode', 'Sports', 'Électronique']],
  [1370, ['Mode', 'Livres']],
  [1780, ['Mode', 'Livres', 'Électronique']],
  [2388, ['Mode', 'Livres', 'Sports']],
  [3106, ['Mode', 'Livres', 'Sports', 'Électronique']],
]

/** One line for each customer and category; a customer without any has one line without. */
export function shopCategories(): { customer: number[]; category: (string | null)[] } {
  const customer: number[] = []
  const category: (string | null)[] = []
  let next = 1
  for (const [customers, categories] of CELLS)
    for (let i = 0; i < customers; i++, next++)
      for (const name of categories.length === 0 ? [null] : categories) {
        customer.push(next)
        category.push(name)
      }
  return { customer, category }
}
