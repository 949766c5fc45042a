package io.sluice.fuzz;

import java.util.ArrayList;
import java.util.List;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TFieldIdEnum;
import shaded.parquet.org.apache.thrift.meta_data.FieldMetaData;

/** Changes one field anywhere in a Thrift structure to another value of its type. */
final class ThriftMutator {
  private static final List<String> NAMES = List.of("", "id", "\u0000", "a.b", "x".repeat(5_000));

  /** A field of one structure. */
  private record Place(TBase<?, ?> struct, TFieldIdEnum field) {}

  private ThriftMutator() {}

  static void mutate(TBase<?, ?> root, Choices choices) {
    List<Place> places = new ArrayList<>();
    collect(root, places);
    if (!places.isEmpty()) {
      change(choices.of(places), choices);
    }
  }

  private static void collect(Object value, List<Place> places) {
    if (value instanceof TBase<?, ?> struct) {
      for (TFieldIdEnum field : fields(struct)) {
        if (isSet(struct, field)) {
          places.add(new Place(struct, field));
          collect(get(struct, field), places);
        }
      }
    } else if (value instanceof List<?> list) {
      list.forEach(item -> collect(item, places));
    }
  }

  private static void change(Place place, Choices choices) {
    Object value = get(place.struct, place.field);
    set(place, choices.oneIn(10) ? null : other(value, choices));
  }

  private static Object other(Object value, Choices choices) {
    if (value instanceof Long number) {
      return choices.oneIn(2) ? number + choices.below(17) - 8 : choices.boundary();
    }
    if (value instanceof Integer number) {
      return choices.oneIn(2) ? number + choices.below(17) - 8 : (int) choices.boundary();
    }
    if (value instanceof Short || value instanceof Byte) {
      return value instanceof Byte
          ? (Object) (byte) choices.below(256)
          : (short) choices.boundary();
    }
    if (value instanceof Boolean flag) {
      return !flag;
    }
    if (value instanceof String text) {
      return choices.oneIn(3) ? text + "x" : choices.of(NAMES);
    }
    if (value instanceof Enum<?> constant) {
      return choices.of(List.of(constant.getDeclaringClass().getEnumConstants()));
    }
    return value instanceof List<?> list ? shaken(list, choices) : value;
  }

  private static List<Object> shaken(List<?> list, Choices choices) {
    List<Object> items = new ArrayList<>(list);
    if (!items.isEmpty()) {
      int at = choices.below(items.size());
      switch (choices.below(4)) {
        case 0 -> items.remove(at);
        case 1 -> items.add(items.get(at));
        case 2 -> items.set(choices.below(items.size()), items.get(at));
        default -> items.clear();
      }
    }
    return items;
  }

  @SuppressWarnings("unchecked")
  private static Iterable<? extends TFieldIdEnum> fields(TBase<?, ?> struct) {
    return FieldMetaData.getStructMetaDataMap((Class) struct.getClass()).keySet();
  }

  @SuppressWarnings("unchecked")
  private static boolean isSet(TBase<?, ?> struct, TFieldIdEnum field) {
    return ((TBase<?, TFieldIdEnum>) struct).isSet(field);
  }

  @SuppressWarnings("unchecked")
  private static Object get(TBase<?, ?> struct, TFieldIdEnum field) {
    return ((TBase<?, TFieldIdEnum>) struct).getFieldValue(field);
  }

  @SuppressWarnings("unchecked")
  private static void set(Place place, Object value) {
    ((TBase<?, TFieldIdEnum>) place.struct).setFieldValue(place.field, value);
  }
}
