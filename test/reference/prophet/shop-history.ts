/** Writes the shop's days as JSON to stdout, for shop.py: `node --import tsx shop-history.ts | python shop.py`. */
import { clearance, sale, shopOrders, shopRevenue } from '../../support/shop.js'

const histories = [25, 28].map((more) => {
  const { ds, y } = shopRevenue(shopOrders([clearance, sale(more)]))
  return { more, ds: ds.map((date) => date.toISOString().slice(0, 10)), y }
})
process.stdout.write(JSON.stringify(histories))
