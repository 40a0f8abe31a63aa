/** Specification → SVG text, through the optional peers `vega` and `vega-lite`, without a browser and without a canvas. */
import { BodkinError, show } from '../errors.js'
import type { Figure } from './specification.js'

const install = 'figures need vega and vega-lite: npm install vega vega-lite@6.4.3'

/**
 * Render a figure to SVG.
 *
 * The text stands alone: no script, no external file. Inline data only: a specification that asks for a URL is refused.
 *
 * @param figure any Vega-Lite specification, such as the results of this module
 * @returns a promise of the `<svg>` element as text
 * @throws BodkinError `PEER` when `vega` or `vega-lite` is not installed; `FORMAT` when the specification is not valid
 * @example
 * await writeFile('forecast.svg', await toSVG(forecastFigure(forecast)))
 */
export async function toSVG(figure: Figure): Promise<string> {
  const [vega, vegaLite] = await Promise.all([
    optionalPeer(() => import('vega')),
    optionalPeer(() => import('vega-lite')),
  ])
  // Vega logs a failed load and draws on: the address is noted here and refused after the drawing.
  const addresses: string[] = []
  const loader = vega.loader()
  loader.load = async (address) => {
    addresses.push(address)
    return '[]'
  }
  let view: InstanceType<typeof vega.View>
  try {
    const { spec } = vegaLite.compile(figure as unknown as Parameters<typeof vegaLite.compile>[0], {
      logger: vega.logger(vega.Error),
    })
    view = new vega.View(vega.parse(spec), { renderer: 'none', loader, logLevel: vega.Error })
  } catch (error) {
    throw new BodkinError('FORMAT', `figure must be a valid Vega-Lite specification: ${String(error)}`, {}, error)
  }
  try {
    const svg = await view.toSVG()
    if (addresses.length > 0) {
      throw new BodkinError('FORMAT', `figure must carry its data inline, got the address ${show(addresses[0])}`, {
        addresses,
      })
    }
    return renumberIds(svg)
  } finally {
    view.finalize()
  }
}

/** Vega counts ids over all drawings of a process; from 0 in each, the same figure gives the same text. */
function renumberIds(svg: string): string {
  const ids = new Map<string, string>()
  for (const [, id, kind] of svg.matchAll(/<[^>]*\sid="(([a-z]+)\d+)"/g)) ids.set(id, `${kind}${ids.size}`)
  return svg.replace(/<[^>]*>/g, (tag) =>
    tag.replace(/(\sid="|url\(#)([a-z]+\d+)/g, (_, before: string, id: string) => before + (ids.get(id) ?? id)),
  )
}

/** Load a package that the user may not have installed; its absence becomes an error that says what to install, any other failure stays. */
export async function optionalPeer<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    const code = (error as { code?: unknown }).code
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw error
    throw new BodkinError('PEER', install, { packages: ['vega', 'vega-lite'] }, error)
  }
}
