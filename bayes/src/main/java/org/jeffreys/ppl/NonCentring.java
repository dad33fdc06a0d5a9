package org.jeffreys.ppl;

import java.util.ArrayList;
import java.util.List;
import org.jeffreys.distribution.Distribution;
import org.jeffreys.distribution.Independent;
import org.jeffreys.distribution.LocationScale;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Which sites of a program are drawn as {@code loc + scale z}, z of a distribution without either,
 * when nobody names them: the latent ones whose location or scale is computed from other latent
 * sites.
 *
 * <p>Those are the sites whose scale in the posterior changes with others': the funnels. The choice
 * rests on the program alone, not on the data: where data determine each of the sites well, their
 * centred form is the better one, and it is left to name sites.
 *
 * <p>A site stays as it is if it has another distribution, if it is observed or held, if its
 * location and scale are numbers, data or parameters, and if they depend on a discrete site that is
 * summed out. What a location has from comparisons, rounding or numbers outside of tensors alone is
 * not seen.
 *
 * @param sites their names, in the order of the program
 * @source Papaspiliopoulos, Roberts and Sköld (2007), A general framework for the parametrization
 *     of hierarchical models, Statistical Science 22(1); Gorinova, Moore and Hoffman (2020),
 *     arXiv:1906.03028, for choosing by a program's structure
 */
public record NonCentring(List<String> sites) {
  /** Copies the list. */
  public NonCentring {
    sites = List.copyOf(sites);
  }

  /**
   * Looks at a program, by running it with latent sites whose uses are recorded.
   *
   * @throws IllegalArgumentException if it has no model; it says why
   */
  public static NonCentring of(Program program) {
    Model model = Model.of(program);
    List<String> sites = new ArrayList<>();
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(0, "non-centring")) {
      Handler seen =
          (site, next) -> {
            if (isToBe(site, model.layout())) {
              sites.add(site.name());
            }
            Tensor value = next.at(site);
            return site.isOpen() && value.dtype().isFloating() ? Gradients.track(value) : value;
          };
      new ProgramDensity(program.with(seen), model.layout(), false)
          .run(model.priorPosition(1, rng), ProgramDensity.FIRST);
    }
    return new NonCentring(sites);
  }

  private static boolean isToBe(Site site, ProgramLayout layout) {
    Form form = site.isOpen() ? Form.of(site.law()) : null;
    return form != null
        && (Gradients.isTracked(form.loc()) || Gradients.isTracked(form.scale()))
        && !layout.axes(1).isEnumerated(site.law().batchShape());
  }

  /**
   * A distribution as {@code loc + scale z}.
   *
   * @param standard of z
   */
  record Form(Tensor loc, Tensor scale, Distribution standard) {
    /** Null for distributions that are none of location and scale. */
    static @Nullable Form of(Distribution law) {
      if (law instanceof LocationScale own) {
        return new Form(own.loc(), own.scale(), own.standard());
      }
      Form each = law instanceof Independent side ? of(side.each()) : null;
      return law instanceof Independent side && each != null
          ? new Form(each.loc(), each.scale(), new Independent(each.standard(), side.sizes()))
          : null;
    }
  }
}
