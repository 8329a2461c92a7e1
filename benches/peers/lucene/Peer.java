// Lucene's monitor as a peer: rules and texts in, on each line "pass" the time of one pass over the texts out.

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.Term;
import org.apache.lucene.monitor.MatchingQueries;
import org.apache.lucene.monitor.Monitor;
import org.apache.lucene.monitor.MonitorConfiguration;
import org.apache.lucene.monitor.MonitorQuery;
import org.apache.lucene.monitor.QueryMatch;
import org.apache.lucene.monitor.TermFilteredPresearcher;
import org.apache.lucene.queries.spans.SpanNearQuery;
import org.apache.lucene.queries.spans.SpanTermQuery;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

final class Peer {
  private static final String FIELD = "text";

  public static void main(String[] arguments) throws IOException {
    List<String> texts = Files.readAllLines(Path.of(arguments[1]));
    texts = texts.subList(0, Math.min(texts.size(), Integer.parseInt(arguments[2])));
    Analyzer analyzer = new WhitespaceAnalyzer();
    MonitorConfiguration configuration = new MonitorConfiguration().setQueryUpdateBufferSize(50_000);
    try (Monitor monitor = new Monitor(analyzer, new TermFilteredPresearcher(), configuration)) {
      List<MonitorQuery> queries = new ArrayList<>();
      for (String rule : Files.readAllLines(Path.of(arguments[0]))) {
        queries.add(new MonitorQuery(Integer.toString(queries.size()), query(rule)));
      }
      monitor.register(queries);
      System.out.println("ready " + ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis());
      answer(monitor, texts);
    }
  }

  private static void answer(Monitor monitor, List<String> texts) throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("all")) {
        StringBuilder out = new StringBuilder();
        for (int text = 0; text < texts.size(); text++) {
          for (QueryMatch match : match(monitor, texts.get(text)).getMatches()) {
            out.append(text).append(' ').append(match.getQueryId()).append('\n');
          }
        }
        System.out.print(out.append(".\n"));
        System.out.flush();
        continue;
      }
      long matches = 0;
      long before = threads.getCurrentThreadCpuTime();
      for (String text : texts) {
        matches += match(monitor, text).getMatchCount();
      }
      System.out.println(threads.getCurrentThreadCpuTime() - before + " " + matches);
    }
  }

  private static MatchingQueries<QueryMatch> match(Monitor monitor, String text) throws IOException {
    Document document = new Document();
    document.add(new TextField(FIELD, text, Field.Store.NO));
    return monitor.match(document, QueryMatch.SIMPLE_MATCHER);
  }

  /** A rule: groups parted by tabs, "+" wanted and "-" unwanted, their terms parted by "|"; or "~5", two words near. */
  private static Query query(String rule) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (String group : rule.split("\t")) {
      String[] terms = group.substring(group.startsWith("~") ? group.indexOf(' ') + 1 : 1).split("\\|");
      if (group.startsWith("~")) {
        int between = Integer.parseInt(group.substring(1, group.indexOf(' ')));
        return new SpanNearQuery.Builder(FIELD, false)
            .addClause(new SpanTermQuery(new Term(FIELD, terms[0])))
            .addClause(new SpanTermQuery(new Term(FIELD, terms[1])))
            .setSlop(between)
            .build();
      }
      BooleanQuery.Builder any = new BooleanQuery.Builder();
      for (String term : terms) {
        String[] words = term.split(" ");
        Query one = words.length == 1 ? new TermQuery(new Term(FIELD, term)) : new PhraseQuery(FIELD, words);
        any.add(one, BooleanClause.Occur.SHOULD);
      }
      all.add(any.build(), group.startsWith("+") ? BooleanClause.Occur.MUST : BooleanClause.Occur.MUST_NOT);
    }
    return all.build();
  }
}
