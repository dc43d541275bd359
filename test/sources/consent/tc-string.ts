import { GVL, TCModel, TCString, type VendorList } from '@iabtechlabtcf/core';

const named = (ids: readonly number[]) =>
  Object.fromEntries(ids.map((id) => [id, { id, name: `${id}`, description: '', illustrations: [] }]));
const vendor = (id: number) => ({
  id,
  name: `vendor ${id}`,
  purposes: [1, 2, 3, 4],
  legIntPurposes: [],
  flexiblePurposes: [],
  specialPurposes: [],
  features: [],
  specialFeatures: [],
  policyUrl: '',
});
/** The least vendor list that the framework’s encoder asks for. */
const VENDOR_LIST = {
  gvlSpecificationVersion: 3,
  vendorListVersion: 54,
  tcfPolicyVersion: 5,
  lastUpdated: '2026-01-01T00:00:00Z',
  purposes: named([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
  specialPurposes: {},
  features: {},
  specialFeatures: named([1, 2]),
  dataCategories: {},
  stacks: {},
  vendors: { 755: vendor(755), 756: vendor(756) },
} as unknown as VendorList;

export const UPDATED = '2026-05-04T08:00:00.000Z';

/** A TC string with consent to these purposes, last changed at {@link UPDATED}. */
export function encoded(purposes: readonly number[], change: (model: TCModel) => void = () => {}): string {
  const model = new TCModel(new GVL(VENDOR_LIST));
  model.cmpId = 123;
  model.purposeConsents.set([...purposes]);
  change(model);
  model.created = new Date(UPDATED);
  model.lastUpdated = new Date(UPDATED);
  return TCString.encode(model);
}
