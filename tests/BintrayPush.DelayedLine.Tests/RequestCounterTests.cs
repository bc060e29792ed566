using System.Text;

namespace BintrayPush.DelayedLine.Tests;

[TestClass]
public sealed class RequestCounterTests
{
    private const string Get = "GET /packages/acme HTTP/1.1\r\nHost: a\r\n\r\n";
    private const string Put = "PUT /content/acme/a HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nPUT /\n";
    private const string Chunked = "POST /a HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n5;x=y\r\nGET "
        + "/\r\nA\r\n0123456789\r\n0\r\nTrailer: yes\r\n\r\n";

    [TestMethod]
    [DataRow(Get, 1, 0)]
    [DataRow(Put, 1, 1)]
    [DataRow(Put + Put + Get, 3, 2)]
    [DataRow(Chunked + Get + Chunked, 3, 0)]
    [DataRow("DELETE /a HTTP/1.1\r\nContent-Length: 0\r\n\r\n" + Get, 2, 0)]
    [DataRow("GET /a HTTP/1.1\nHost: a\n\n" + Put, 2, 1)]
    [DataRow("\r\n" + Get, 1, 0)]
    public void Requests_and_uploads_are_counted_however_the_bytes_are_cut(string sent, int requests, int uploads)
    {
        foreach (var size in (int[])[1, 2, 3, 7, sent.Length])
        {
            var tally = new Tally();
            var counter = new RequestCounter(tally);
            foreach (var piece in Encoding.ASCII.GetBytes(sent).Chunk(size))
            {
                counter.Read(piece);
            }

            Assert.AreEqual((requests, uploads), ((int)tally.Requests, (int)tally.Uploads), $"In pieces of {size}");
        }
    }

    [TestMethod]
    public void What_is_no_HTTP_is_given_up_and_keeps_no_memory()
    {
        var tally = new Tally();
        var counter = new RequestCounter(tally);
        for (var i = 0; i < 100; i++)
        {
            counter.Read(new byte[10_000]);
        }

        counter.Read("\r\n\r\n"u8);
        counter.Read(Encoding.ASCII.GetBytes(Get));

        Assert.AreEqual(0, tally.Requests);
    }
}
