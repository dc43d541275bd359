import { isUnder } from '../../segments/row-filter.js';
import type { SoftOptIn } from '../policy.js';

/**
 * The categories whose buyers may hear of some products: the products themselves, and those of every group that one
 * of them belongs to. A product wider than a group does not belong to it.
 */
export function similarTo(products: readonly string[], { similarProducts = {} }: SoftOptIn): readonly string[] {
  const groups = Object.values(similarProducts).filter((paths) =>
    products.some((product) => paths.some((path) => isUnder(product, path))),
  );
  return [...new Set([...products, ...groups.flat()])];
}
