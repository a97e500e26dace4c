import { isObject, objectOf, objectsOf } from '../../json.ts';
import {
  byType,
  type Check,
  type Fields,
  list,
  number,
  object,
  oneOf,
  required,
  string,
} from './shape.ts';

const point = object({ label: required(string(20, 1)), value: required(number()) });
const series = object({ name: required(string(20, 1)), data: required(list(point, 20, 1)) });

/** Axis titles have at most 50 characters; a category, being a label, 20. */
const axes: Check = (value, pointer, report) => {
  if (!isObject(value)) return report('must provide an object', pointer);
  list(string(20, 1), 20, 1)(value['categories'], `${pointer}/categories`, report);
  for (const [name, title] of Object.entries(value)) {
    if (name !== 'categories') string(50)(title, `${pointer}/${name}`, report);
  }
};

/** Every series names every category, no more and no fewer. */
const complete: Check = (value, pointer, report) => {
  const chart = objectOf(value);
  const categories = JSON.stringify(objectOf(chart['axis_config'])['categories']);
  objectsOf(chart['series']).forEach((one, at) => {
    const labels = objectsOf(one['data']).map((each) => each['label']);
    if (JSON.stringify(labels) === categories) return;
    report('labels must match the categories', `${pointer}/series/${at}/data`);
  });
};

const plot = (type: string): Check =>
  object(
    {
      type: required(oneOf(type)),
      series: required(list(series, 12, 1)),
      axis_config: required(axes),
    },
    complete,
  );

/** docs.slack.dev/reference/block-kit/blocks/data-visualization-block. */
export const chartFields: Fields = {
  title: required(string(50, 1)),
  chart: required(
    byType({
      pie: object({ type: required(oneOf('pie')), segments: required(list(point, 12, 1)) }),
      line: plot('line'),
      bar: plot('bar'),
      area: plot('area'),
    }),
  ),
};
