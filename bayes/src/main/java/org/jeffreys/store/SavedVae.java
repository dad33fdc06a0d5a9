package org.jeffreys.store;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jeffreys.app.vae.VaeModel;
import org.jeffreys.app.vae.VaeNetworks;
import org.jeffreys.core.Check;
import org.jeffreys.core.Fields;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * A variational autoencoder of images, as it is saved.
 *
 * @param vae closed with this
 * @param classNames of a conditional model, in the order of the labels; empty for another
 * @param notes on the training, for people: the data, the version
 */
public record SavedVae(VaeModel vae, List<String> classNames, Map<String, String> notes)
    implements SavedModel {
  /** The name in descriptions. */
  static final String KEY = "vae";

  private static final String POSITION = "position";
  private static final String CLASS_NAMES = "classNames";

  /** Checks that there is a name for each class. */
  public SavedVae {
    classNames = List.copyOf(classNames);
    int numClasses = vae.networks().config().numClasses();
    Check.require(
        classNames.size() == numClasses,
        CLASS_NAMES,
        numClasses + " names, one a class",
        classNames.size());
    // In order: a map's own may be another in each process, and the file would have other bytes.
    notes = Collections.unmodifiableMap(new TreeMap<>(notes));
  }

  @Override
  public String method() {
    return KEY;
  }

  Map<String, Object> described() {
    return Fields.ordered(
        KEY,
        vae.networks().config().described(),
        CLASS_NAMES,
        classNames,
        "method",
        method(),
        "notes",
        notes);
  }

  Map<String, Tensor> tensors() {
    return Map.of(POSITION, vae.position());
  }

  /** The model of a description, to which the tensor that it keeps then belongs. */
  static SavedVae of(Fields fields, Map<String, Tensor> tensors, Map<String, String> notes) {
    VaeNetworks networks = new VaeNetworks(VaeNetworks.Config.of(fields.child(KEY)));
    Tensor position = Check.present(tensors.get(POSITION), POSITION);
    SavedVae saved =
        new SavedVae(new VaeModel(networks, position), fields.texts(CLASS_NAMES), notes);
    Scope.release(position);
    return saved;
  }

  @Override
  public void close() {
    vae.close();
  }
}
