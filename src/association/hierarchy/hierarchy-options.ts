/**
 * The option that names categories of items.
 */
import { BodkinError, show } from '../../errors.js'
import { listOf, number, record, textRule, withDefault, type Rule, type Schema } from '../../options/rules.js'

/** Categories of items, for mining on more than one level. */
export interface HierarchyOptions {
  /**
   * Columns of the lines with the categories of each line's item, the lowest first: `['subcategory', 'department']`. An item lies in one
   * category of each level, a category in one of the next. Empty cells: no category there.
   */
  readonly levels: readonly string[]
  /**
   * How many times the support or the confidence that the more general rule leads to expect a rule must reach to say something of its own,
   * > 0; default 1.1.
   */
  readonly interest?: number
}

/** The option, complete. */
export interface HierarchySettings {
  readonly levels: readonly string[]
  readonly interest: number
}

const schema: Schema<HierarchySettings> = {
  levels: listOf(textRule('a column name')),
  interest: withDefault(number({ above: 0 }), 1.1),
}
const fields = record(schema)

/** Rule of the option. */
export const hierarchyRule: Rule<HierarchySettings> = {
  expected: fields.expected,
  read(value, place) {
    const settings = fields.read(value, place)
    const { levels } = settings
    const twice = levels.find((name, i) => levels.indexOf(name) < i)
    if (levels.length > 0 && twice === undefined) return settings
    const got = twice === undefined ? 'an empty array' : `${show(twice)} twice`
    const path = `${place.path}.levels`
    throw new BodkinError(place.code, `${place.noun} "${path}" must name columns, each once, got ${got}`, {
      [place.noun]: path,
    })
  },
}
