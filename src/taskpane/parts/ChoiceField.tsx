import { Field, makeStyles, Select } from "@fluentui/react-components";

const useStyles = makeStyles({
  // However long its options are, it gets no wider than its place.
  field: { minWidth: 0, "& .fui-Select": { minWidth: 0 }, "& select": { minWidth: 0, width: "100%" } },
});

type Props<Value extends string> = {
  readonly label: string;
  /** What is said instead of the label where several fields have the same. */
  readonly said?: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, words: string])[];
  readonly onChoose: (value: Value) => void;
};

/** One of several, from a drop-down under its label. */
export const ChoiceField = <Value extends string>({ label, said, value, options, onChoose }: Props<Value>) => {
  const styles = useStyles();
  const choose = (chosen: string): void => {
    const option = options.find(([one]) => one === chosen);
    if (option) onChoose(option[0]);
  };
  return (
    <Field label={label} size="small" className={styles.field}>
      <Select size="small" {...(said === undefined ? {} : { "aria-label": said })} value={value} onChange={(_event, data) => choose(data.value)}>
        {options.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </Select>
    </Field>
  );
};
