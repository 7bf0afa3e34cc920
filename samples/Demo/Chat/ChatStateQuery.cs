using Dapper;
using Demo.Chat.Contacts;
using Demo.Chat.Messages;
using Demo.Chat.Rooms;
using Demo.Data;

namespace Demo.Chat;

internal sealed class ChatStateQuery(Database database)
{
    public ChatState Read(string account)
    {
        using var connection = database.Open();

        // One transaction sees one version of the database.
        connection.Execute("begin transaction");
        try
        {
            return new ChatState(
                MessageQueries.Version(connection),
                ContactQueries.Contacts(connection, account),
                RequestQueries.Received(connection, account),
                RequestQueries.Sent(connection, account),
                ContactQueries.Blocked(connection, account),
                RoomQueries.Read(connection, account));
        }
        finally
        {
            connection.Execute("rollback transaction");
        }
    }
}
