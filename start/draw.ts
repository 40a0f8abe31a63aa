/** A picture for a wide screen and for a phone. */
import { toSVG, type Figure, type ReportFigure } from '../src/figure/index.js'

/** Widths of the drawing area: the report's column on a wide screen, and a phone. */
export const wide = 840
export const narrow = 292

/** Both drawings as SVG. */
export async function drawn(large: Figure, small: Figure): Promise<Pick<ReportFigure, 'wide' | 'narrow'>> {
  const [wideSVG, narrowSVG] = await Promise.all([large, small].map(toSVG))
  return { wide: wideSVG, narrow: narrowSVG }
}
