package io.sluice.deploy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The Javadoc of a source file's types and methods, in the order in which they stand there. */
final class Javadocs {
  private final Map<String, String> comments = new LinkedHashMap<>();

  /** Reads a top-level type's source; types inside it are read too. */
  static Javadocs of(Class<?> type) {
    String file = type.getName().replace('.', '/') + ".java";
    Path source =
        Stream.of("src/main/java", "src/sandbox/java")
            .map(root -> Path.of(root, file))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no source of " + type));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(source));
      Javadocs javadocs = new Javadocs();
      for (CompilationUnitTree unit : task.parse()) {
        javadocs.read(unit, DocTrees.instance(task));
      }
      return javadocs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The comment of a type, by its simple name, or of its method, as {@code Type#method}. */
  Optional<String> of(String name) {
    return Optional.ofNullable(comments.get(name));
  }

  /** Where a name stands among all that the file comments; the last place for what it does not. */
  int place(String name) {
    int place = List.copyOf(comments.keySet()).indexOf(name);
    return place < 0 ? Integer.MAX_VALUE : place;
  }

  private void read(CompilationUnitTree unit, DocTrees trees) {
    new TreePathScanner<Void, String>() {
      @Override
      public Void visitClass(ClassTree type, String outer) {
        keep(type.getSimpleName().toString());
        return super.visitClass(type, type.getSimpleName().toString());
      }

      @Override
      public Void visitMethod(MethodTree method, String type) {
        keep(type + "#" + method.getName());
        return super.visitMethod(method, type);
      }

      private void keep(String name) {
        String comment = trees.getDocComment(getCurrentPath());
        if (comment != null) {
          comments.put(name, comment);
        }
      }
    }.scan(unit, "");
  }
}
